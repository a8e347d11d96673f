export * from './record.js';
export * from './run-scenario.js';
