export { emitFor } from './emit-policy.js';
export * from './fix.js';
export * from './guess.js';
export { makeFix, mendableIn } from './make.js';
export * from './policy-result.js';
export * from './uncovered.js';
