export * from './fix.js';
export * from './guess.js';
export { makeFix, mendableIn } from './make.js';
export * from './uncovered.js';
