import type { CallOptions } from '../../inputs/index.js';

/** The options of `whycors <url>` as commander gives them. */
export interface DiagnoseOptions extends CallOptions {
  readonly origin?: string;
  readonly engine?: string;
  readonly send?: boolean;
  readonly experiments?: boolean;
  readonly insecure?: boolean;
  readonly cacert?: string;
  readonly resolve?: readonly string[];
  readonly proxy?: string;
  readonly http1?: boolean;
  readonly maxTime?: string;
  /** true: every browser that is there. */
  readonly verify?: string | true;
  readonly verifyOut?: string;
  /** true: for the server that the answers speak for. */
  readonly fix?: string | true;
  readonly config?: string;
  readonly write?: boolean;
  readonly json?: boolean;
  readonly curl?: boolean;
  readonly showSecrets?: boolean;
  readonly color?: boolean;
}
