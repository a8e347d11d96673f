export * from './cause.js';
export * from './exchange.js';
export * from './experiment.js';
