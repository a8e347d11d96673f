/**
 * `whycors/testing` for Vitest: the matchers are added to `expect`, with their types. For Node.
 */
import { corsMatchers, type CorsMatchers } from './matchers.js';
import { expect } from 'vitest';

declare module 'vitest' {
  interface Assertion<T> extends CorsMatchers<void> {}
  interface AsymmetricMatchersContaining extends CorsMatchers<unknown> {}
}

expect.extend(corsMatchers);

export * from './index.js';
