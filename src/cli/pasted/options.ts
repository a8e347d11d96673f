import type { PastedCall } from '../../inputs/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';

/** A pasted call as options of the command; what was typed wins. */
export function pastedOptions(call: PastedCall, given: DiagnoseOptions): DiagnoseOptions {
  const told: Partial<Record<keyof DiagnoseOptions, unknown>> = {
    header: call.headers.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`)),
  };
  if (call.method !== null) told.method = call.method;
  if (call.body !== null) told.data = call.body;
  if (call.user !== null) told.user = call.user;
  if (call.cookie !== null) told.cookie = call.cookie;
  if (call.origin !== null) told.origin = call.origin;
  if (call.credentials !== null) told.credentials = call.credentials;
  if (call.mode !== null) told.mode = call.mode;
  if (call.redirect !== null) told.redirect = call.redirect;
  if (call.insecure) told.insecure = true;
  const xhr = call.xhr && given.mode === undefined && given.redirect === undefined;
  if (xhr) told.xhr = true;
  return { ...told, ...given } as DiagnoseOptions;
}
