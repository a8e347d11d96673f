import type { CorsResult } from './cors.js';

/** The matchers as `expect(…)` has them; R is what they return. */
export interface CorsMatchers<R> {
  /** Passes where browsers let the page have the answer. */
  toBeAllowed(): R;
  /** Passes where browsers refuse. */
  toBeRefused(): R;
}

/** What a matcher of Vitest and Jest returns. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** For `expect.extend` of Vitest and Jest. */
export const corsMatchers = {
  /** Passes where browsers let the page have the answer. */
  toBeAllowed: (received: unknown): MatcherResult => {
    const { allowed, explanation } = resultOf(received, 'toBeAllowed');
    return { pass: allowed, message: () => explanation };
  },
  /** Passes where browsers refuse. */
  toBeRefused: (received: unknown): MatcherResult => {
    const { allowed, explanation } = resultOf(received, 'toBeRefused');
    return { pass: !allowed, message: () => explanation };
  },
};

function resultOf(received: unknown, matcher: string): CorsResult {
  if (received instanceof Promise) {
    throw new TypeError(`${matcher}() was given a promise: write expect(await cors(…)…)`);
  }
  if (typeof received === 'object' && received !== null && 'explanation' in received) {
    return received as CorsResult;
  }
  throw new TypeError(`${matcher}() is about what cors(app).from(origin) answers`);
}
