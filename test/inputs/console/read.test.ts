import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConsole, type ConsoleMessage, type CorsMessage } from '../../../src/inputs/index.js';

const API = 'https://api.example.com/orders';
const PAGE = 'http://localhost:3000';
const PREFIX = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: `;
const MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const FIREFOX =
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ';

function read(text: string): readonly ConsoleMessage[] {
  return readConsole(text).value?.messages ?? [];
}

function cors(text: string): CorsMessage {
  const [message] = read(text);
  if (message?.kind !== 'cors') throw new Error(`no message of CORS: ${JSON.stringify(message)}`);
  return message;
}

describe('what copying does to a line', () => {
  const whole = PREFIX + MISSING;
  const expected = { engine: 'chromium', url: API, origin: PAGE, codes: ['allow-origin-missing'] };

  it.each([
    ['nothing', whole],
    ['typographic quotes', whole.replace(/'([^']*)'/g, '‘$1’')],
    ['double quotes', whole.replaceAll("'", '"')],
    ['acute accents', whole.replaceAll("'", '´')],
    ['a shell that took the quotes', whole.replaceAll("'", '')],
    ['file and line before', `(index):1 ${whole}`],
    ['file and line behind', `${whole} app.js:12:5`],
    ['a timestamp', `12:30:11.123 app.js:12 [Error] ${whole}`],
    ['a stack', `${whole}\n    at load (http://localhost:3000/app.js:12:5)\n    at async main`],
    ['a wrap at 40 columns', whole.replace(/(.{40})/g, '$1\n')],
    ['a wrap with an indent', whole.replace(/(.{33})/g, '$1\n      ')],
    ['a log of a terminal', `\u001b[31m${whole}\u001b[0m`],
    ['Windows line ends', `\r\n${whole}\r\n`],
    ['other capitals', whole.replace('Access to', 'access to')],
    ['the exception behind it', `${whole}\nUncaught (in promise) TypeError: Failed to fetch`],
    ['a quotation', `> ${whole}`],
  ])('%s', (_, text) => {
    const messages = read(text);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ ...expected, during: 'response', urlComplete: true });
  });

  it('an end that is missing, wherever it was cut', () => {
    for (let end = PREFIX.length; end < whole.length; end++) {
      const message = cors(whole.slice(0, end));
      expect(message).toMatchObject({ url: API, origin: PAGE, urlComplete: true });
      expect(message.codes.length === 0 || message.codes.includes('allow-origin-missing')).toBe(
        true,
      );
    }
  });

  it('an end that is missing within the URL: it is not taken for whole', () => {
    for (let end = 32; end < PREFIX.indexOf("' from"); end++) {
      const messages = read(PREFIX.slice(0, end));
      expect(messages.filter(({ urlComplete }) => urlComplete)).toEqual([]);
    }
    expect(cors("Access to fetch at 'https://api.example.com/ord").url).toBe(
      'https://api.example.com/ord',
    );
  });

  it('a beginning that is missing', () => {
    expect(cors(whole.slice(40))).toMatchObject({ url: null, origin: PAGE, codes: expected.codes });
    expect(cors(MISSING)).toMatchObject({ url: null, codes: expected.codes, during: null });
    expect(cors(MISSING.slice(12))).toMatchObject({ codes: expected.codes, cut: true });
    expect(
      cors('x-shop is not allowed by Access-Control-Allow-Headers in preflight response.').codes,
    ).toEqual(['header-not-allowed']);
  });

  it('a URL that the console shortened', () => {
    expect(cors(whole.replace('/orders', '/or…ers'))).toMatchObject({ urlComplete: false });
  });
});

describe('several messages at once', () => {
  it('are a list in the order of the text, each once, across engines', () => {
    const second = `${FIREFOX}https://b.example/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 404.`;
    const third = `Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200\nFetch API cannot load https://c.example/ due to access control checks.`;
    const text = [PREFIX + MISSING, PREFIX + MISSING, second, third].join('\n');
    expect(read(text).map(({ engine, url, status }) => [engine, url, status])).toEqual([
      ['chromium', API, null],
      ['firefox', 'https://b.example/', 404],
      ['webkit', 'https://c.example/', 200],
    ]);
  });

  it('Firefox’s second line, that the request did not succeed, is no second refusal', () => {
    const failed = `${FIREFOX}${API}. (Reason: CORS request did not succeed). Status code: (null).`;
    const text = `${FIREFOX}${API}. (Reason: CORS preflight response did not succeed). Status code: 404.\n${failed}`;
    expect(read(text)).toHaveLength(1);
    expect(cors(text)).toMatchObject({ codes: ['preflight-status-not-ok'], status: 404 });
    expect(cors(failed).codes).toContain('network-failure');
  });

  it('Firefox’s second line tells that it was the preflight, where no redirect can be meant', () => {
    const failed = `${FIREFOX}${API}. (Reason: CORS request did not succeed). Status code: (null).`;
    const missing = (status: number): string =>
      `${FIREFOX}${API}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: ${status}.`;
    expect(cors(`${missing(200)}\n${failed}`).during).toBe('preflight');
    expect(cors(`${missing(302)}\n${failed}`).during).toBeNull();
    expect(cors(missing(200)).during).toBeNull();
  });

  it('Chromium’s second line tells the method', () => {
    const message = cors(`${PREFIX}${MISSING}\nPUT ${API} net::ERR_FAILED 500 (Internal)`);
    expect(message).toMatchObject({ method: 'PUT', status: 500 });
  });
});

describe('older wordings', () => {
  const old = (reason: string): string =>
    `Failed to load ${API}: ${reason} Origin '${PAGE}' is therefore not allowed access. The response had HTTP status code 404.`;

  it.each([
    [old(MISSING), 'allow-origin-missing'],
    [
      old(`Response to preflight request doesn't pass access control check: ${MISSING}`),
      'allow-origin-missing',
    ],
    [
      `XMLHttpRequest cannot load ${API}. ${MISSING} Origin '${PAGE}' is therefore not allowed access.`,
      'allow-origin-missing',
    ],
    [
      `Fetch API cannot load ${API}. Response for preflight has invalid HTTP status code 404`,
      'preflight-status-not-ok',
    ],
    [
      `XMLHttpRequest cannot load ${API}. Response for preflight is invalid (redirect)`,
      'preflight-redirect',
    ],
    [
      `Failed to load ${API}: Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.`,
      'header-not-allowed',
    ],
    [
      old(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
      ),
      'allow-credentials-not-true',
    ],
    [
      old(
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true.",
      ),
      'wildcard-origin-with-credentials',
    ],
    [
      `${FIREFOX}${API}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).`,
      'allow-origin-missing',
    ],
    [
      `${FIREFOX}${API}. (Reason: missing token ‘x-a’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel).`,
      'header-not-allowed',
    ],
    [
      `${FIREFOX}${API}. (Reason: CORS preflight channel did not succeed).`,
      'preflight-status-not-ok',
    ],
    [
      `${FIREFOX}${API}. This can be fixed by moving the resource to the same domain or enabling CORS.`,
      'allow-origin-missing',
    ],
    [
      `XMLHttpRequest cannot load ${API}. Origin ${PAGE} is not allowed by Access-Control-Allow-Origin.`,
      'allow-origin-missing',
    ],
    [
      `[Error] Origin ${PAGE} is not allowed by Access-Control-Allow-Origin.\n[Error] XMLHttpRequest cannot load ${API} due to access control checks.`,
      'allow-origin-missing',
    ],
  ])('%s', (text, code) => {
    const message = cors(text);
    expect(message.codes).toContain(code);
    expect(message).toMatchObject({ url: API, urlComplete: true });
    if (text.includes(PAGE)) expect(message.origin).toBe(PAGE);
    if (text.includes('404')) expect(message.status).toBe(404);
    if (text.includes('x-a')) expect(message.header).toBe('x-a');
    if (text.includes('XMLHttpRequest')) expect(message.initiator).toBe('xhr');
    if (text.includes('to preflight')) expect(message.during).toBe('preflight');
  });
});

describe('what is no message of CORS', () => {
  it.each([
    [
      `Mixed Content: The page at 'https://a.example/' was loaded over HTTPS, but requested an insecure resource 'http://b.example/'. This request has been blocked; the content must be served over HTTPS.`,
      'mixed-content',
    ],
    ['Blocked loading mixed active content “http://b.example/”', 'mixed-content'],
    [
      `Refused to connect to 'https://b.example/' because it violates the following Content Security Policy directive: "connect-src 'self'".`,
      'content-security-policy',
    ],
    [
      'Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at https://b.example/ because it violates the following directive: “connect-src”',
      'content-security-policy',
    ],
    ['GET http://localhost:9/ net::ERR_CONNECTION_REFUSED', 'connection-refused'],
    ['GET https://nowhere.example/ net::ERR_NAME_NOT_RESOLVED', 'host-not-found'],
    ['GET https://a.example/ net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['Failed to load resource: net::ERR_FAILED', 'net-failed'],
    ['GET https://ads.example/ net::ERR_BLOCKED_BY_CLIENT', 'blocked-by-client'],
    ['GET https://a.example/ net::ERR_BLOCKED_BY_ORB', 'opaque-response-blocked'],
    [
      'GET https://a.example/ net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)',
      'resource-policy',
    ],
    [
      'GET https://a.example/ net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep 200',
      'embedder-policy',
    ],
    ['GET https://a.example/ net::ERR_TIMED_OUT', 'connection'],
    [
      'Cross-Origin Read Blocking (CORB) blocked cross-origin response https://a.example/ with MIME type text/html.',
      'opaque-response-blocked',
    ],
    [
      `${PREFIX}Permission was denied for this request to access the \`loopback\` address space.`,
      'local-network-access',
    ],
    ['Uncaught (in promise) TypeError: Failed to fetch', 'exception'],
    ['TypeError: NetworkError when attempting to fetch resource.', 'exception'],
    ['TypeError: Load failed', 'exception'],
    ['Refused to set unsafe header "cookie"', 'unsafe-header'],
    [
      'XML Parsing Error: syntax error\nLocation: https://a.example/\nLine Number 1, Column 1:',
      'not-xml',
    ],
    [
      'Failed to load resource: the server responded with a status of 404 (Not Found)',
      'http-status',
    ],
  ])('%s', (text, what) => {
    expect(read(text)).toMatchObject([{ kind: 'foreign', what }]);
    const url = /(?:GET|to|resource|at|response|content) ['“]?(https?:[^\s'”]+)/.exec(text)?.[1];
    if (url !== undefined && !text.startsWith('Mixed')) expect(read(text)[0]?.url).toBe(url);
  });

  it.each([[''], ['  \n'], ['hello world'], ['undefined is not a function'], ['net::ERR_']])(
    'nothing: %j',
    (text) => {
      const { value, problems } = readConsole(text);
      expect(value).toBeNull();
      expect(problems).toHaveLength(1);
    },
  );
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    'Access to ',
    'fetch at ',
    "'https://a.example/'",
    ' from origin ',
    ' has been blocked by CORS policy: ',
    MISSING,
    FIREFOX,
    ' (Reason: ',
    "header contains multiple values '",
    'net::ERR_',
    'https:',
    'Origin ',
    ' cannot load ',
    '\u001b[31m',
    '\u0000',
    '\n',
    ' ',
    "'",
    '…',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 })
      .map((all) => all.join('')),
  );

  it('gives messages or a problem, and never throws', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { value, problems } = readConsole(text);
        expect((value === null) === problems.length > 0).toBe(true);
        for (const { url, urlComplete } of value?.messages ?? []) {
          if (urlComplete) expect(URL.canParse(url!)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'Access to ',
    "Access to fetch at '",
    'https:',
    'net::ERR_FAILED ',
    "header contains multiple values '",
    'XMLHttpRequest cannot load ',
    ' ',
    '\n',
    "'",
    '.',
    FIREFOX,
    `${FIREFOX}https://a.example/. (Reason: `,
  ])('of 100 kB of %j is read within the time of a test', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    for (const end of ['', 'x', ` ${MISSING}`]) {
      const { value, problems } = readConsole(text + end);
      expect((value === null) === problems.length > 0).toBe(true);
    }
  });
});
