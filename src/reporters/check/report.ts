import { countResults, type CaseCounts, type CaseResult } from '../../contract/index.js';

/** What `whycors check` found, for all reporters. */
export interface CheckReport {
  /** The contract's file, as the user named it. */
  readonly file: string;
  readonly results: readonly CaseResult[];
  readonly counts: CaseCounts;
  /** What was asked: the network, a configuration, or one compared with the other. */
  readonly against: string;
  readonly started: Date;
  /** Milliseconds. */
  readonly took: number;
  /** Line and column of an offset of the contract. */
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
}

/** A report of results. */
export function checkReport(given: Omit<CheckReport, 'counts'>): CheckReport {
  return { ...given, counts: countResults(given.results) };
}

/** Results that are not as expected, those that were not reached among them. */
export function notPassed({ results }: CheckReport): readonly CaseResult[] {
  return results.filter(({ passed }) => !passed);
}

/** What could not be looked at as nothing with side effects was sent, a sentence; empty where that is nothing. */
export function unsentNote({ results }: CheckReport): string {
  const unsent = results.filter(({ verdict, passed }) => passed && verdict === 'unknown').length;
  return unsent === 0
    ? ''
    : `Of ${unsent === 1 ? '1 request' : `${unsent} requests`} with side effects only what comes before was seen; --send sends them.`;
}

/** The name of a case for people. */
export function caseTitle({ case: { check, origin, request } }: CaseResult): string {
  const name = check.name === null ? '' : `${check.name}: `;
  const credentials = check.credentials === 'include' ? ' with credentials' : '';
  const want = check.expect === 'allow' ? '' : ' (to be denied)';
  return `${name}${request.method} ${request.url} from ${origin}${credentials}${want}`;
}
