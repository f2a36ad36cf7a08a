/** One directive of the scripts: reads its arguments, acts on the environment, prints to its output. */

import type { Case } from '../datadriven.ts';
import type { Environment } from '../environment.ts';

export type Command = (environment: Environment, step: Case) => void;
