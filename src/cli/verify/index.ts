export { planVerification } from './plan.js';
export { verify } from './verify.js';
