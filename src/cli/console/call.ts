import type { CorsMessage } from '../../inputs/index.js';
import type { FailureCode } from '../../protocol/index.js';
import { escapeControls } from '../../reporters/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';

/** The call that a console line tells of, as options of the command, and what had to be assumed. */
export interface ToldCall {
  readonly url: string;
  readonly options: DiagnoseOptions;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/** Failures that only a call with credentials can have. */
const WITH_CREDENTIALS: readonly FailureCode[] = [
  'wildcard-origin-with-credentials',
  'allow-credentials-not-true',
];

/** Values that make safelisted names unsafe, so that they need a preflight as they did on the page. */
const UNSAFE_VALUE: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  accept: '"whycors"',
  'accept-language': '"whycors"',
  'content-language': '"whycors"',
  range: 'bytes=0-1,2-3',
};

/**
 * The call of a message with the URL that the page asked for. What the command line says wins
 * over what the message says, and that over what is assumed.
 */
export function toldCall(url: string, message: CorsMessage, given: DiagnoseOptions): ToldCall {
  const { codes, engine, origin, header, method, initiator, during } = message;
  const told: Partial<Record<keyof DiagnoseOptions, unknown>> = {};
  const notes: string[] = [];
  const make = given.method ?? (given.data === undefined ? method : null);
  if (engine !== null) told.engine = engine;
  if (origin !== null) told.origin = origin;
  if (method !== null) told.method = method;
  if (initiator === 'xhr') told.xhr = true;
  if (codes.length > 0 && codes.every((code) => WITH_CREDENTIALS.includes(code))) {
    told.credentials = 'include';
  }
  Object.assign(told, modeOf(codes));
  if (header !== null) {
    const value = UNSAFE_VALUE[header] ?? 'whycors';
    told.header = [`${header}: ${value}`];
    if (given.header === undefined) {
      notes.push(
        `The value of the header ${escapeControls(header)} is not in the line: "${value}" is assumed.`,
      );
    }
  }
  const plain = given.header === undefined && header === null && (make === null || isSimple(make));
  if (during === 'preflight' && plain && given.data === undefined) {
    told.header = ['Content-Type: application/json'];
    if (make === null) told.method = 'POST';
    notes.push(
      `The line tells of a preflight but not what made it necessary: ${make ?? 'POST'} with Content-Type: application/json is assumed. Give the real call with -X and -H.`,
    );
  } else if (make === null && given.data === undefined) {
    notes.push('The method is not in the line: GET is assumed. Give another with -X.');
  }
  // --mode and --redirect are for fetch(), whatever the line says.
  if (given.mode !== undefined || given.redirect !== undefined) delete told.xhr;
  return { url, options: { ...told, ...given } as DiagnoseOptions, notes };
}

/** The mode that a page must have given to fetch() for such a failure. */
function modeOf(codes: readonly FailureCode[]): Partial<DiagnoseOptions> {
  if (codes.length !== 1) return {};
  switch (codes[0]) {
    case 'same-origin-mode':
      return { mode: 'same-origin' };
    case 'no-cors-redirect-mode':
      return { mode: 'no-cors', redirect: 'manual' };
    case 'redirect-mode-error':
      return { redirect: 'error' };
    default:
      return {};
  }
}

function isSimple(method: string): boolean {
  return /^(GET|HEAD|POST)$/.test(method);
}
