/** What a page needs of HAR files: nothing of Node's. */
export { CallPairer } from './calls.js';
export { entryOf } from './entry.js';
