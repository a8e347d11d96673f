import { ENDPOINTS } from '../../demo/endpoints.js';
import { PAGE, type ShopOrigins } from '../../demo/endpoint.js';
import { fetchRequest, type FetchRequest } from '../../protocol/index.js';
import type { Answer } from './answers.js';
import type { CallState } from './state.js';

/** One stop of the tour: an endpoint of the broken shop, and what to see there. */
export interface Stop {
  readonly title: string;
  /** A sentence or two each. */
  readonly text: readonly string[];
  readonly state: CallState;
  /** The same call with curl, and what that shows; null where it would add nothing. */
  readonly curl: string | null;
}

/** Where `npm run demo` listens, if it is running; the tour itself needs nobody there. */
const SHOP: ShopOrigins = { origin: 'http://127.0.0.1:8081', other: 'http://localhost:8081' };

type Call = Partial<Omit<FetchRequest, 'url'>>;

const JSON_PUT: Call = {
  method: 'PUT',
  headers: [['Content-Type', 'application/json']],
  body: '{}',
};

function stop(
  path: string,
  call: Call,
  title: string,
  text: readonly string[],
  curl = false,
): Stop {
  const url = SHOP.origin + path;
  const endpoint = ENDPOINTS.find((each) => each.path === path)!;
  const answers = (['preflight', 'request'] as const).map((kind): Answer => {
    const answer = (kind === 'preflight' && endpoint.preflight) || endpoint.answer;
    const { status, headers = [] } = answer(SHOP);
    return { kind, method: '*', url, status, error: null, headers, from: 'file' };
  });
  const state: CallState = {
    origin: PAGE,
    request: fetchRequest(url, call),
    answers,
    notes: [],
    experiments: [],
  };
  return { title, text, state, curl: curl ? curlOf(url, answers[1]!) : null };
}

function curlOf(url: string, { status, headers }: Answer): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [`$ curl -i ${url}`, `HTTP/1.1 ${status} OK`, ...lines, '', '{"orders":[]}'].join('\n');
}

/** Six stops in the shop of `npm run demo`, with its answers. */
export const STOPS: readonly Stop[] = [
  stop(
    '/silent',
    {},
    'curl does not care',
    [
      'The server answers with status 200 and the data, and curl shows both. The browser gets the very same answer, and keeps it from the page: the server did not say that pages of this origin may read it.',
      'So the request arrived and was carried out. CORS decides who may read the answer.',
    ],
    true,
  ),
  stop('/orders', {}, 'One header lets the page read', [
    'Access-Control-Allow-Origin names the origin of the page: scheme, host and port, letter by letter. A slash at the end, or http in place of https, and it is another origin.',
    'Try it: press “Answer” in the picture, change the origin, and watch the verdict.',
  ]),
  stop(
    '/login-wall',
    { headers: [['Authorization', 'Bearer demo']] },
    'Some calls are asked for first',
    [
      'PUT, DELETE, JSON, a header like Authorization: what no form of the old web could send is not sent at once. The browser asks first, with OPTIONS, the method and the names of the headers. This is the preflight, and it never carries a token or a cookie.',
      'Here the login answers it with 401, so the call itself is never sent.',
    ],
  ),
  stop('/orders', JSON_PUT, 'What must come back', [
    'A status from 200 to 299, and permission for three things: this origin, this method, these headers. Then the PUT is sent, and its own answer needs Allow-Origin once more.',
    'Max-Age lets the browser remember the permission and ask less often.',
  ]),
  stop('/wildcard', { credentials: 'include' }, 'With cookies, * is no answer', [
    'With credentials: "include" the server has to name the origin, and to say Allow-Credentials: true. If * counted, every site in the world could act as your visitor.',
  ]),
  stop(
    '/headers',
    { headers: [...JSON_PUT.headers!, ['X-Shop-Version', '3']] },
    'Now mend one yourself',
    [
      'This preflight allows X-Requested-With, and the page sends two other headers. Press “allow content-type,x-shop-version” in the picture, and see the verdict turn.',
      'Then look at “The fix”: it writes the same for your server.',
    ],
  ),
];
