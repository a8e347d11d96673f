import { describe, expect, it } from 'vitest';
import {
  addressSpace,
  standardBehaviour,
  STEPS,
  type Client,
  type During,
  type FailureCode,
  type FetchRequest,
  type HeaderList,
  type StepId,
} from '../../src/protocol/index.js';
import { answers, OPEN, page, PAGE, response, run, type Answer } from './support/run.js';

interface Way {
  readonly asked?: Partial<FetchRequest>;
  readonly answer?: Answer;
  readonly during: During;
  readonly step: StepId;
  /** How many network requests were sent. */
  readonly sent: number;
  readonly client?: Client;
}

/** A browser with Local Network Access, and a page in the public internet. */
const GUARDED: Partial<Client> = {
  behaviour: { ...standardBehaviour, guardsLocalNetwork: true },
  addressSpaces: { page: 'public', of: ({ hostname }) => addressSpace(hostname, undefined) },
};
const PUT = { method: 'PUT' };
const ACAO: HeaderList = [['Access-Control-Allow-Origin', '*']];
const early = (asked: Partial<FetchRequest>): Way => ({
  asked,
  during: 'before',
  step: 'request-constructor',
  sent: 0,
});
const check = (headers: HeaderList, asked: Partial<FetchRequest> = {}): Way => ({
  asked,
  answer: response(headers),
  during: 'response',
  step: 'cors-check',
  sent: 1,
});
const preflight = (headers: HeaderList, asked: Partial<FetchRequest>, status = 200): Way => ({
  asked,
  answer: answers(response([...ACAO, ...headers], status)),
  during: 'preflight',
  step: 'cors-preflight-fetch',
  sent: 1,
});
const redirect = (location: string, step: StepId = 'http-redirect-fetch', sent = 1): Way => ({
  answer: response([...ACAO, ['Location', location]], 302),
  during: 'redirect',
  step,
  sent,
});

/** A way to each failure; the type makes sure that none is left out. */
const WAYS: Readonly<Record<FailureCode, Way>> = {
  'url-unparsable': early({ url: '/orders' }),
  'url-includes-credentials': early({ url: 'https://me:secret@api.example/' }),
  'method-invalid': early({ method: 'GET /' }),
  'method-forbidden': early({ method: 'trace' }),
  'no-cors-method': early({ ...PUT, mode: 'no-cors' }),
  'header-name-invalid': early({ headers: [['x y', '1']] }),
  'header-value-invalid': early({ headers: [['x', 'a\nb']] }),
  'body-with-get-or-head': early({ body: 'x' }),

  'same-origin-mode': { ...early({ mode: 'same-origin' }), step: 'main-fetch' },
  'no-cors-redirect-mode': { ...early({ mode: 'no-cors', redirect: 'error' }), step: 'main-fetch' },
  'scheme-not-http': { ...early({ url: 'ftp://api.example/' }), step: 'main-fetch' },
  'bad-port': { ...early({ url: 'https://api.example:6667/' }), step: 'port-blocking' },
  'mixed-content': { ...early({ url: 'http://api.example/' }), step: 'mixed-content-check' },

  'local-network-permission-denied': {
    ...early({ url: 'https://192.168.1.10/' }),
    step: 'local-network-access-check',
    client: page({ ...GUARDED, origin: PAGE }),
  },
  'local-network-from-insecure-page': {
    ...early({ url: 'https://192.168.1.10/' }),
    step: 'local-network-access-check',
    client: page({ ...GUARDED, origin: 'http://app.example' }),
  },

  'allow-origin-missing': check([]),
  'multiple-allow-origin-values': check([...ACAO, ...ACAO]),
  'invalid-allow-origin-value': check([['Access-Control-Allow-Origin', 'app']]),
  'allow-origin-mismatch': check([['Access-Control-Allow-Origin', 'https://b.example']]),
  'wildcard-origin-with-credentials': check(ACAO, { credentials: 'include' }),
  'allow-credentials-not-true': check([['Access-Control-Allow-Origin', PAGE]], {
    credentials: 'include',
  }),

  'preflight-redirect': preflight([['Location', '/']], PUT, 302),
  'preflight-status-not-ok': preflight([], PUT, 404),
  'allow-methods-malformed': preflight([['Access-Control-Allow-Methods', 'PUT;']], PUT),
  'allow-headers-malformed': preflight(
    [
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Access-Control-Allow-Headers', 'a b'],
    ],
    PUT,
  ),
  'method-not-allowed': preflight([['Access-Control-Allow-Methods', 'POST']], PUT),
  'header-not-allowed': preflight([['Access-Control-Allow-Headers', 'y']], {
    headers: [['x', '']],
  }),

  'redirect-mode-error': { ...redirect('/', 'http-fetch'), asked: { redirect: 'error' } },
  'redirect-location-invalid': redirect('https://['),
  'redirect-scheme-not-http': redirect('data:,x'),
  'redirect-includes-credentials': redirect('https://me@api.example/'),
  'too-many-redirects': redirect('/again', 'http-redirect-fetch', 21),

  'cross-origin-resource-policy': {
    asked: { mode: 'no-cors' },
    answer: response([['Cross-Origin-Resource-Policy', 'same-origin']]),
    during: 'response',
    step: 'cross-origin-resource-policy-check',
    sent: 1,
  },
  'network-failure': {
    answer: { error: 'connection-refused' },
    during: 'response',
    step: 'http-network-or-cache-fetch',
    sent: 1,
  },
};

describe('every way to a network error', () => {
  it.each(Object.entries(WAYS))('%s', (code, { asked, answer, during, step, sent, client }) => {
    const outcome = run(asked ?? {}, answer ?? OPEN, client);
    expect(outcome).toMatchObject({
      verdict: 'blocked',
      response: null,
      failure: { code, during, step },
    });
    expect(outcome.exchanges).toHaveLength(sent);
    expect(outcome.failure?.exchange).toBe(during === 'before' ? sent : sent - 1);
    expect(outcome.trace.filter(({ result }) => result === 'fail')).toEqual([
      { step, code, result: 'fail', exchange: outcome.failure?.exchange },
    ]);
    for (const entry of outcome.trace) expect(STEPS).toHaveProperty(entry.step);
  });

  it('a preflight that the network lost is a failure of the preflight', () => {
    const outcome = run(PUT, { error: 'time-out', detail: 'nothing came' });
    expect(outcome.failure).toMatchObject({
      code: 'network-failure',
      during: 'preflight',
      details: { network: 'time-out', detail: 'nothing came' },
    });
  });

  it('a constructor that throws says nothing to the network, whatever the page is', () => {
    const client = page({ origin: 'null' });
    expect(run({ method: '' }, OPEN, client).failure?.code).toBe('method-invalid');
    expect(run({ url: '' }, OPEN, client).failure).toMatchObject({
      code: 'url-unparsable',
      url: '',
    });
  });
});
