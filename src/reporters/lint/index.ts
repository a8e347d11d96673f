export type { Finding } from './finding.js';
export { lintGithub } from './github.js';
export { lintJson } from './json.js';
export { lintSarif } from './sarif.js';
export { excerpt, lintText } from './text.js';
