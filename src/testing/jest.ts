/**
 * `whycors/testing` for Jest: the matchers are added to `expect`, with their types. For Node.
 */
import { corsMatchers, type CorsMatchers } from './matchers.js';

declare global {
  // Where @types/jest declares its matchers, with its own type parameters.
  namespace jest {
    interface Matchers<R, T = {}> extends CorsMatchers<R> {}
  }
}

const { expect } = globalThis as {
  readonly expect?: { readonly extend: (matchers: typeof corsMatchers) => void };
};
if (expect === undefined) {
  throw new TypeError(
    'whycors/testing/jest is for Jest’s setupFilesAfterEnv and for tests, where there is a global expect()',
  );
}
expect.extend(corsMatchers);

export * from './index.js';
