import { toldCall, type CorsMessage } from '../../inputs/index.js';
import { escapeControls } from '../../reporters/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';

/** The call that a console line tells of, as options of the command, and what had to be assumed. */
export interface LiveCall {
  readonly url: string;
  readonly options: DiagnoseOptions;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/**
 * The call of a message with the URL that the page asked for. What the command line says wins
 * over what the message says, and that over what is assumed.
 */
export function liveCall(url: string, message: CorsMessage, given: DiagnoseOptions): LiveCall {
  const { engine, origin, initiator, during } = message;
  const { method, header, credentials, mode, redirect } = toldCall(message);
  const told: Partial<Record<keyof DiagnoseOptions, unknown>> = {};
  const notes: string[] = [];
  const make = given.method ?? (given.data === undefined ? method : null);
  if (engine !== null) told.engine = engine;
  if (origin !== null) told.origin = origin;
  if (method !== null) told.method = method;
  if (initiator === 'xhr') told.xhr = true;
  if (credentials !== null) told.credentials = credentials;
  if (mode !== null) told.mode = mode;
  if (redirect !== null) told.redirect = redirect;
  if (header !== null) {
    const [name, value] = header;
    told.header = [`${name}: ${value}`];
    if (given.header === undefined) {
      notes.push(
        `The value of the header ${escapeControls(name)} is not in the line: "${value}" is assumed.`,
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

function isSimple(method: string): boolean {
  return /^(GET|HEAD|POST)$/.test(method);
}
