import type { EngineName } from '../../src/engines/index.js';

/** What a browser is started with. */
export interface BrowserOptions {
  /** A folder of its own, empty, that is removed afterwards. */
  readonly profile: string;
  /** PEM of the authority to trust. */
  readonly authorityPem: string;
}

/** A failed request's code in Chromium. */
export interface CorsError {
  readonly url: string;
  readonly code: string;
  readonly parameter: string;
}

/** A running browser. */
export interface Browser {
  readonly engine: EngineName;
  readonly version: string;
  open(url: string): Promise<void>;
  /** Ends the browser; all it had to say is then in `lines`. */
  close(): Promise<void>;
  readonly lines: readonly string[];
  readonly corsErrors: readonly CorsError[];
}
