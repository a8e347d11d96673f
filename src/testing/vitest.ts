import { expect } from 'vitest';
import { corsMatchers, type CorsMatchers } from './matchers.js';

declare module 'vitest' {
  interface Assertion<T> extends CorsMatchers<void> {}
  interface AsymmetricMatchersContaining extends CorsMatchers<unknown> {}
}

expect.extend(corsMatchers);

export * from './index.js';
