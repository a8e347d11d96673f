export { harJson } from './json.js';
export type { HarReport } from './report.js';
export { harText } from './text.js';
