/**
 * whycors as a library: the protocol, the engines, simulation and diagnosis.
 * Live requests, reports and the command are not part of it.
 */
export * from './cookies/index.js';
export * from './diagnose/index.js';
export { ReplayDriver, type ReplayExchange } from './drivers/replay/replay.js';
export { drive, driveAsync, type Run } from './drivers/run.js';
export * from './engines/index.js';
export * from './evidence/index.js';
export * from './inputs/index.js';
export * from './protocol/index.js';
export { RULES, type Problem, type RuleId } from './rules/index.js';
export * from './simulate/index.js';
