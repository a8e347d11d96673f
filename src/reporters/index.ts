export * from './checklist.js';
export * from './curl/index.js';
export { escapeControls } from './escape.js';
export * from './json/index.js';
export * from './json/stringify.js';
export * from './mask.js';
export * from './report.js';
export * from './text/index.js';
export { WORDING } from './wording/index.generated.js';
