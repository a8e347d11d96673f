export { askableUrl } from './console/assemble.js';
export { readConsole } from './console/read.js';
export * from './console/types.js';
export * from './call/read.js';
export * from './origin/read.js';
export * from './problem.js';
export * from './scenario/read.js';
export * from './scenario/types.js';
