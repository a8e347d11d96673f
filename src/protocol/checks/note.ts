import { getHeader, type HeaderList } from '../headers/list.js';
import type { RequestState } from '../state.js';

/** Adds to the trace the grounds on which the last response passed the CORS check. */
export function noteCorsCheck(state: RequestState, headers: HeaderList): void {
  const wildcard = getHeader(headers, 'access-control-allow-origin') === '*';
  const code = wildcard ? 'allow-origin-wildcard' : 'allow-origin-matches';
  state.noteLast('cors-check', code, 'pass', { origin: state.serializedOrigin() });
  if (state.isCredentialed) state.noteLast('cors-check', 'allow-credentials-true', 'pass');
}
