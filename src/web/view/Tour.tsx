import { useState } from 'preact/hooks';
import { fetchRequest } from '../../protocol/index.js';
import type { Answer } from '../model/answers.js';
import type { CallState } from '../model/state.js';

interface TourProps {
  readonly onShow: (state: CallState) => void;
}

const ORIGIN = 'https://shop.example';
const URL_OF_ORDERS = 'https://api.shop.example/orders/7';

type Headers = Answer['headers'];

function answer(kind: Answer['kind'], status: number, headers: Headers): Answer {
  const method = kind === 'preflight' ? 'OPTIONS' : 'GET';
  return { kind, method, url: URL_OF_ORDERS, status, error: null, headers, from: 'you' };
}

const PUT = fetchRequest(URL_OF_ORDERS, {
  method: 'PUT',
  headers: [['Content-Type', 'application/json']],
  body: '{}',
});
const ALLOW: Headers = [['Access-Control-Allow-Origin', ORIGIN]];

interface Stop {
  readonly title: string;
  readonly text: string;
  readonly state: CallState;
}

function stop(
  title: string,
  text: string,
  request: CallState['request'],
  answers: readonly Answer[],
): Stop {
  return { title, text, state: { origin: ORIGIN, request, answers, notes: [] } };
}

const put = (given: Answer): Answer => ({ ...given, method: 'PUT' });

/** Six stops, each shown in the picture below. */
const STOPS: readonly Stop[] = [
  stop(
    'curl does not care',
    'The server answers, with status 200. curl shows that. The browser has the same answer, and keeps it from the page: the server did not say that pages of this origin may read it.',
    fetchRequest(URL_OF_ORDERS),
    [answer('request', 200, [['Content-Type', 'application/json']])],
  ),
  stop(
    'One header lets the page read',
    'Access-Control-Allow-Origin names the page’s origin: scheme, host and port, letter by letter. The request was sent in both cases; only reading is a matter of permission.',
    fetchRequest(URL_OF_ORDERS),
    [answer('request', 200, ALLOW)],
  ),
  stop(
    'A PUT is asked for first',
    'What no form could ever send (PUT, JSON, headers of its own) is not sent at once. The browser asks: OPTIONS, with the method and the names of the headers. This is the preflight. A login page, a redirect or a 401 is no answer to it.',
    PUT,
    [answer('preflight', 401, [['WWW-Authenticate', 'Bearer']])],
  ),
  stop(
    'What must come back',
    'A status from 200 to 299 and three headers: who may, which methods, which headers. Then the PUT itself is sent, and its answer needs Allow-Origin once more.',
    PUT,
    [
      answer('preflight', 204, [
        ...ALLOW,
        ['Access-Control-Allow-Methods', 'PUT'],
        ['Access-Control-Allow-Headers', 'Content-Type'],
        ['Access-Control-Max-Age', '600'],
      ]),
      put(answer('request', 200, ALLOW)),
    ],
  ),
  stop(
    'With cookies, * is no answer',
    'With credentials: include the server has to name the origin and to say Allow-Credentials: true. Every site (*) with cookies would let any site act as its visitor.',
    { ...fetchRequest(URL_OF_ORDERS), credentials: 'include' },
    [
      answer('request', 200, [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Credentials', 'true'],
      ]),
    ],
  ),
  stop(
    'A slash is another origin',
    'The most frequent slip: an origin has no path, so no slash at its end. Try it: open “Decisions and answer”, take the slash away, and see the verdict change.',
    fetchRequest(URL_OF_ORDERS),
    [answer('request', 200, [['Access-Control-Allow-Origin', `${ORIGIN}/`]])],
  ),
];

/** A short guided tour of what is sent and what must come back. */
export function Tour({ onShow }: TourProps) {
  const [at, setAt] = useState(-1);
  const go = (next: number): void => {
    setAt(next);
    onShow(STOPS[next]!.state);
  };
  const shown = STOPS[at];
  return (
    <section class="card tour" aria-labelledby="tour-title">
      <h2 id="tour-title">
        {shown === undefined ? 'What is a preflight?' : `${at + 1}. ${shown.title}`}
      </h2>
      <p aria-live="polite">
        {shown?.text ??
          'Six short stops. Each is a real exchange in the picture below, which you can change and try.'}
      </p>
      <div class="row">
        {at > 0 && (
          <button type="button" class="quiet" onClick={() => go(at - 1)}>
            Back
          </button>
        )}
        {at < STOPS.length - 1 && (
          <button type="button" class="primary" onClick={() => go(at + 1)}>
            {at === -1 ? 'Begin' : 'Next'}
          </button>
        )}
        <span class="said">{at === -1 ? '' : `${at + 1} of ${STOPS.length}`}</span>
      </div>
    </section>
  );
}
