/** Something wrong with a configuration, told by the property to change. */
export interface ConfigProblem {
  readonly property: string;
  readonly message: string;
}
