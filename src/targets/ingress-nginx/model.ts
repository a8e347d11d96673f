/** What the controller makes of Ingress objects, for who has more of them than one file. */
export { isAddress } from './addresses.js';
export { annotate } from './annotate.js';
export * from './annotations.js';
export * from './controller.js';
export { locationFor, serverFor } from './locations.js';
export * from './object.js';
export { ingressFromJson } from './object-json.js';
export { policyOf } from './policy.js';
export * from './servers.js';
export * from './settings.js';
export { simulate, type ControllerAnswer } from './simulate.js';
export { splitObject } from './new-object.js';
export { annotationValues, cannotSay, missingValues } from './values.js';
export { controllerVersion, LATEST, type ControllerVersion } from './version.js';
export { lintIngress } from './lint.js';
