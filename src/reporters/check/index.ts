export { checkAnnotations, checkFindings } from './findings.js';
export { checkHtml } from './html.js';
export { checkJson } from './json.js';
export { checkJunit } from './junit.js';
export { checkMarkdown } from './markdown.js';
export { checkReport, type CheckReport } from './report.js';
export { checkText } from './text.js';
