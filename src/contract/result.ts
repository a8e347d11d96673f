import type { EngineName } from '../engines/index.js';
import type { ContractCase } from './types.js';

/** How one case ended. */
export interface CaseResult {
  readonly case: ContractCase;
  /** `unreachable`: no verdict, as the network failed. `unknown`: a request with side effects was not sent. */
  readonly verdict: 'allowed' | 'blocked' | 'unknown' | 'unreachable';
  readonly passed: boolean;
  /** What is not as expected, a sentence; null where all is. */
  readonly message: string | null;
  /** The engine that it is about. */
  readonly engine: EngineName;
  /** Root cause of a refusal, for `whycors explain`; null where there is none. */
  readonly rule: string | null;
  /** Milliseconds. */
  readonly took: number;
}

/** Counts of results. */
export interface CaseCounts {
  readonly passed: number;
  readonly failed: number;
  readonly unreachable: number;
}

/** Counts results: those that were not reached are no failures of CORS. */
export function countResults(results: readonly CaseResult[]): CaseCounts {
  const unreachable = results.filter(({ verdict }) => verdict === 'unreachable').length;
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed - unreachable, unreachable };
}
