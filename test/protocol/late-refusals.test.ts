import { describe, expect, it } from 'vitest';
import {
  standardBehaviour,
  type Client,
  type FetchRequest,
  type NetworkRequest,
  type NetworkResult,
  type Outcome,
} from '../../src/protocol/index.js';
import { OPEN, page, PAGE, response, run, seen } from './support/run.js';

const A = 'https://a.example';
const B = 'https://b.example';

/** Refuses some redirects only once the preflight of the next hop has passed, as WebKit does. */
const LATE: Partial<Client> = {
  behaviour: {
    ...standardBehaviour,
    checksRedirectsAsCredentialed: true,
    credentialsInRedirectAfterPreflight: true,
  },
};

function to(location: string | null): NetworkResult {
  const headers = 'headers' in OPEN ? OPEN.headers : [];
  return response(location === null ? headers : [...headers, ['Location', location]], 302);
}

/** A page asks its own origin; what is not named answers openly. */
function own(
  answers: Readonly<Record<string, NetworkResult>>,
  asked: Partial<FetchRequest> = {},
): Outcome {
  const answer = ({ kind, url }: NetworkRequest): NetworkResult =>
    answers[`${kind} ${url}`] ?? answers[url] ?? OPEN;
  return run({ url: `${PAGE}/1`, ...asked }, answer, page(LATE));
}

function refusals(outcome: Outcome) {
  return outcome.trace
    .filter(({ result }) => result === 'fail')
    .map(({ code, exchange }) => [code, exchange]);
}

const UNSAFE: Partial<FetchRequest> = { headers: [['X-A', '1']] };

describe('a redirect that is refused late', () => {
  it('is refused once, after the preflight of the next hop', () => {
    const outcome = own({ [`${PAGE}/1`]: to(`${A}/2`), [`request ${A}/2`]: to(`${B}/3`) }, UNSAFE);
    expect(seen(outcome).at(-1)).toBe(`preflight OPTIONS ${B}/3`);
    expect(outcome.failure).toMatchObject({
      code: 'wildcard-origin-with-credentials',
      url: `${A}/2`,
    });
    expect(refusals(outcome)).toEqual([['wildcard-origin-with-credentials', 2]]);
  });

  it('so is one to a URL with a user name', () => {
    const outcome = own({ [`${PAGE}/1`]: to('https://me@a.example/2') }, UNSAFE);
    expect(seen(outcome).at(-1)).toBe(`preflight OPTIONS ${A}/2`);
    expect(refusals(outcome)).toEqual([['redirect-includes-credentials', 0]]);
  });

  it('is not what ends the call where that preflight fails', () => {
    const answers = { [`${PAGE}/1`]: to('https://me@a.example/2'), [`${A}/2`]: response([]) };
    expect(refusals(own(answers, UNSAFE))).toEqual([['allow-origin-missing', 1]]);
  });

  it('is not what ends the call where the redirect itself leads nowhere', () => {
    const answers = { [`${PAGE}/1`]: to(`${A}/2`), [`request ${A}/2`]: to('foo://bar') };
    expect(refusals(own(answers))).toEqual([['redirect-scheme-not-http', 1]]);
  });

  it('is none where a redirect status without Location is an ordinary response', () => {
    const outcome = own({ [`${PAGE}/1`]: to(`${A}/2`), [`${A}/2`]: to(null) });
    expect(outcome.verdict).toBe('allowed');
    expect(refusals(outcome)).toEqual([]);
  });
});
