import type { FilteredResponse } from '../protocol/index.js';

/** In what a real browser's run differs from the prediction. */
export type Difference = 'verdict' | 'status' | 'console';

/** How the page got its origin. */
export type PageSource =
  /** The browser was given the page in place of a server's answer. */
  | 'put-in'
  /** whycors listened at the origin itself. */
  | 'loopback';

/** What a real browser made of the call, beside what was predicted for it. */
export interface Verification {
  readonly engine: 'chromium' | 'firefox' | 'webkit';
  /** Name, version and program; null when it was not run. */
  readonly browser: string | null;
  readonly predicted: 'allowed' | 'blocked';
  /** Null when it was not run, or did not come to an end. */
  readonly verdict: 'allowed' | 'blocked' | null;
  /** What the page could see; the type is null for XMLHttpRequest, which does not tell. */
  readonly response:
    | (Pick<FilteredResponse, 'status' | 'redirected' | 'headers'> & {
        readonly type: string | null;
      })
    | null;
  /** The lines of the browser's console. */
  readonly console: readonly string[];
  readonly differs: readonly Difference[];
  readonly page: PageSource | null;
  /** Why there is no verdict, in one sentence. */
  readonly reason: string | null;
  /** What this browser could not be told. */
  readonly notes: readonly string[];
}

/** Whether the prediction was wrong about what decides. */
export function disagrees({ differs }: Verification): boolean {
  return differs.includes('verdict');
}
