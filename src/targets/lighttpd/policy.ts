import {
  readAllowedOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { Header } from '../../protocol/index.js';
import { answeredPolicy } from '../support/answered.js';
import type { SimulatedHeader, SimulatedResponse } from '../target.js';
import type { Model } from './contexts.js';
import { LISTS } from './own.js';
import { simulate } from './simulate.js';
import { askedRequest, valuesOf } from '../support/asked.js';

/** What a place allows, as far as it can be told; `unclear` where it cannot. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly unclear: string | null;
  /** What sends Access-Control-Allow-Origin there; null for nothing. */
  readonly allow: SimulatedHeader | null;
}

const STRANGER = 'https://stranger.invalid';
const ALLOW = 'access-control-allow-origin';

/** What a place answers to a page, with a server behind that knows nothing of CORS. */
export function probe(
  model: Model,
  url: string,
  method: string,
  origin: string,
  more: readonly Header[] = [],
): SimulatedResponse {
  const request = askedRequest(url, method, [['origin', origin], ...more]);
  return simulate(model, request, () => ({ status: 200, headers: [] }));
}

/** Reads a policy off what a place answers to every origin that is sent somewhere. */
export function policyAt(model: Model, url: string): Found {
  const allowOf = (origin: string): readonly SimulatedHeader[] =>
    valuesOf(probe(model, url, 'GET', origin), ALLOW);
  const stranger = allowOf(STRANGER);
  const asked = sentOrigins(model).map((allowed) => ({
    allowed,
    lines: allowOf(writeAllowedOrigin(allowed)),
  }));
  const line = stranger[0] ?? asked.find(({ lines }) => lines.length > 0)?.lines[0] ?? null;
  const unclear = (reason: string): Found => ({ policy: null, unclear: reason, allow: line });
  if (line === null) return { policy: null, unclear: null, allow: null };
  if ([stranger, ...asked.map(({ lines }) => lines)].some((lines) => lines.length > 1))
    return unclear('Access-Control-Allow-Origin is sent more than once.');
  const origins: readonly AllowedOrigin[] =
    line.value === '*'
      ? [{ kind: 'any' }]
      : asked
          .filter(({ allowed, lines }) => lines[0]?.value === writeAllowedOrigin(allowed))
          .map(({ allowed }) => allowed);
  if (origins.length === 0) return unclear(`"${line.value}" lets nobody in.`);
  const policy = answeredPolicy(origins, url, (request) =>
    simulate(model, request, () => ({ status: 200, headers: [] })),
  );
  return { policy, unclear: null, allow: line };
}

/** The origins that some list sends as they are: lighttpd can send no others. */
function sentOrigins({ contexts }: Model): readonly AllowedOrigin[] {
  const texts = contexts.flatMap(({ settings }) =>
    LISTS.flatMap((name) =>
      (settings.get(name)?.items ?? []).flatMap(({ key, value }) =>
        key?.toLowerCase() === ALLOW && value !== null ? [value] : [],
      ),
    ),
  );
  return [...new Set(texts)]
    .flatMap((text) => readAllowedOrigin(text).value ?? [])
    .filter(({ kind }) => kind === 'exact' || kind === 'null');
}
