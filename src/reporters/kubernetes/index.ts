export { fixJson, fixText } from './fix.js';
export { kubernetesJson } from './json.js';
export { migrationJson, migrationText } from './migration.js';
export { kubernetesText, type KubernetesReport } from './text.js';
