export * from './ask.js';
export * from './blame.js';
export * from './controller.js';
export * from './effective.js';
export * from './fix.js';
export * from './lint/index.js';
export * from './load.js';
export * from './migrate/index.js';
