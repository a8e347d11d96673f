import type { EngineName } from '../../engines/index.js';
import type { Report } from '../report.js';

/** What `whycors har` found. */
export interface HarReport {
  readonly file: string;
  readonly engine: EngineName;
  /** The program that wrote the file, with its version; empty where it does not say. */
  readonly writtenBy: string;
  readonly entries: number;
  /** Cross-origin requests by how they end. */
  readonly allowed: number;
  readonly blocked: number;
  readonly unknown: number;
  /** Refused or unknown ones that are counted and not in a group. */
  readonly dropped: number;
  readonly groups: readonly {
    readonly verdict: 'blocked' | 'unknown';
    readonly count: number;
    /** With `{…}` for identifiers. */
    readonly url: string;
    readonly method: string;
    readonly origin: string;
    /** What the browser said: `net::ERR_FAILED`. */
    readonly error: string | null;
    readonly preflightRecorded: boolean;
    readonly report: Report;
    /** The same call asked now; null where it was not. */
    readonly live: Report | null;
  }[];
}
