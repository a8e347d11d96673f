/**
 * Servers, platforms and frameworks: what makes a policy hold on one, as a change of its
 * configuration that has been read back, simulated and judged by the protocol.
 *
 * @example
 * ```js
 * import { readPolicy } from 'whycors/policy';
 * import { emitPolicy } from 'whycors/targets';
 *
 * const { value: policy } = readPolicy({ origins: ['https://app.example.com'], methods: ['PUT'] });
 * const result = emitPolicy('nginx', policy, {
 *   url: 'https://api.example.com/v1',
 *   config: 'server {\n  server_name api.example.com;\n  location /v1 { proxy_pass http://127.0.0.1:3000; }\n}\n',
 * });
 * console.log(result.check.kind); // proved
 * // The change as a unified diff.
 * console.log(result.diff);
 * ```
 */
export { emitPolicy, type EmitOptions } from './emit-policy.js';
export { findTarget, guessTarget, targets } from './find-target.js';
export { InputError } from './input-error.js';
export { applyChanges, positionAt, type Position } from '../targets/index.js';
export type {
  Change,
  CodeTarget,
  ConfigProblem,
  Configuration,
  Emission,
  FileTarget,
  Place,
  Reading,
  Route,
  SimulatedHeader,
  SimulatedResponse,
  Source,
  Span,
  Target,
  TargetFacts,
  TargetId,
  Upstream,
} from '../targets/index.js';
export type { PolicyCheck, PolicyResult, Uncovered } from '../fix/index.js';
