export type { Blame } from './blame.js';
export * from './fix.js';
export * from './guess.js';
export { makeFix, mendableIn } from './make.js';
