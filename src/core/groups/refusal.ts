/** An error that a request is answered with, as a value. */
export class Refusal {
  readonly errorCode: number;
  readonly message: string | null;

  constructor(errorCode: number, message: string | null = null) {
    this.errorCode = errorCode;
    this.message = message;
  }
}
