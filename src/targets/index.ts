export { TARGETS, type TargetId } from './index.generated.js';
export * from './prove.js';
export * from './support/apply.js';
export * from './support/position.js';
export * from './target.js';
