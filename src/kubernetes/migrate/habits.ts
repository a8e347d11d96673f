import { fetchRequest, type NetworkRequest } from '../../protocol/index.js';
import { plainUpstream, type Configuration } from '../../targets/index.js';

/** What differs on the wire although browsers decide the same. */
export interface Habit {
  /** "preflight from a page that is not allowed". */
  readonly about: string;
  readonly before: string;
  readonly after: string;
}

const NOBODY = 'https://whycors-nobody.example';

/** Compares the answers themselves to requests of a page that is allowed and one that is not. */
export function compareHabits(
  before: Configuration,
  after: Configuration,
  url: string,
  origin: string | null,
): readonly Habit[] {
  const probes: readonly (readonly [string, NetworkRequest])[] = [
    ...(origin === null
      ? []
      : ([
          ['preflight from a page that is allowed', asked(url, origin, 'OPTIONS')],
          ['request from a page that is allowed', asked(url, origin, 'GET')],
        ] as const)),
    ['preflight from a page that is not allowed', asked(url, NOBODY, 'OPTIONS')],
    ['request from a page that is not allowed', asked(url, NOBODY, 'GET')],
    ['request without Origin', asked(url, null, 'GET')],
  ];
  return probes.flatMap(([about, request]) => {
    const was = answerOf(before, request);
    const is = answerOf(after, request);
    return was === is ? [] : [{ about, before: was, after: is }];
  });
}

function asked(url: string, origin: string | null, method: string): NetworkRequest {
  const { headers, ...request } = fetchRequest(url, { method });
  const own = origin === null ? [] : [['origin', origin] as const];
  const preflight = method === 'OPTIONS' ? [['access-control-request-method', 'GET'] as const] : [];
  return {
    ...request,
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    headers: [...headers, ...own, ...preflight],
    credentials: false,
    redirectCount: 0,
  };
}

/** Status, who answers, and which CORS headers there are. */
function answerOf(configuration: Configuration, request: NetworkRequest): string {
  const { status, headers, answeredBy } = configuration.simulate(request, plainUpstream);
  const names = headers
    .filter(({ name }) => /^(?:access-control-|vary$)/i.test(name))
    .map(({ name }) => name.toLowerCase().replace('access-control-', ''));
  const list = [...new Set(names)].toSorted().join(', ');
  const by = answeredBy === 'upstream' ? 'the service' : 'the proxy';
  return `${status} by ${by}${list === '' ? ', no CORS headers' : ` with ${list}`}`;
}
