export { casesOf, shardOf } from './cases.js';
export * from './read.js';
export * from './result.js';
export * from './types.js';
