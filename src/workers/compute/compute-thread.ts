/** Entry of a compute thread: Piscina finds its tasks here by name. */
export { compact, flush, load, recompress, swap } from './compute-tasks.ts';
