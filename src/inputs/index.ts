export * from './problem.js';
export * from './scenario/read.js';
export * from './scenario/types.js';
