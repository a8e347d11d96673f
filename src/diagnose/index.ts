export * from './context.js';
export * from './experiments.js';
export * from './run.js';
