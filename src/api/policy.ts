/**
 * The neutral CORS policy: who may call an API and how, in no server's own terms.
 *
 * @example
 * ```js
 * import { describeProblem, readPolicy, validatePolicy } from 'whycors/policy';
 *
 * const { value } = readPolicy({
 *   origins: ['https://*.github.io'],
 *   methods: ['PUT'],
 *   requestHeaders: ['Content-Type'],
 *   exposedHeaders: [],
 *   credentials: true,
 *   maxAge: '600',
 * });
 * const [problem] = validatePolicy(value, { url: 'https://api.example.com/' });
 * console.log(problem.code); // wildcard-below-public-suffix
 * console.log(describeProblem(problem).remedy); // Name the sites that are yours, one by one.
 * ```
 *
 * @example The least policy that lets a call through
 * ```js
 * import { derivePolicy } from 'whycors/policy';
 * import { fetchRequest } from 'whycors/protocol';
 *
 * const request = fetchRequest('https://api.example.com/orders', {
 *   method: 'PUT',
 *   headers: [['Content-Type', 'application/json']],
 * });
 * const { policy } = derivePolicy([{ origin: 'https://app.example.com', request }]);
 * console.log(policy.methods, policy.requestHeaders); // [ 'PUT' ] [ 'content-type' ]
 * ```
 */
export { describeFault, describeProblem, validatePolicy, type PolicyOf } from './check-policy.js';
export {
  corsPolicy,
  coversOrigin,
  derivePolicy,
  mergePolicies,
  policyHeaders,
  readAllowedOrigin,
  readPolicy,
  writeAllowedOrigin,
  type AllowedOrigin,
  type AllowedOriginReading,
  type CorsPolicy,
  type Derived,
  type Merged,
  type Need,
  type OriginFault,
  type PolicyFault,
  type PolicyProblem,
  type PolicyProblemCode,
  type PolicyReading,
  type PolicyText,
  type WantedCall,
} from '../policy/index.js';
export type { PolicyWords } from '../reporters/wording/policy.js';
