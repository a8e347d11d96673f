export { CallPairer, type HarCall } from './calls.js';
export { readEntry, type HarEntry } from './entry.js';
export { HarScanner } from './scan.js';
