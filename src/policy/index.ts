export * from './allowed-origin.js';
export * from './answer.js';
export * from './derive.js';
export * from './equivalent.js';
export * from './merge.js';
export * from './policy.js';
export * from './read-origin.js';
export * from './trial.js';
