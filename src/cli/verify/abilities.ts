import type { BrowserName, BrowserOptions, FixedAddress } from '../../browsers/index.js';
import { readProxy, readResolve } from '../../drivers/live/index.js';
import { isLoopbackHost } from '../../protocol/index.js';
import type { PageSource } from '../../reporters/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import type { Call } from '../../live/session.js';

/** How a browser is told of the call. */
export interface Telling {
  readonly page: PageSource;
  readonly options: Partial<BrowserOptions>;
  /** What it cannot be told, without making it pointless to ask. */
  readonly notes: readonly string[];
}

/** What a browser can be told of the call, or the sentence that says why it cannot be asked. */
export function abilities(
  engine: BrowserName,
  call: Call,
  options: DiagnoseOptions,
): Telling | string {
  const { origin } = call;
  if (origin !== 'null' && !/^https?:/.test(origin)) {
    return `A page at ${origin} cannot be made: only http, https and null can be.`;
  }
  if (options.proxy !== undefined && hasUser(options.proxy)) {
    return 'Browsers take no user and password for a proxy from outside: leave --verify out, or use a proxy without.';
  }
  return engine === 'webkit' ? inWebkit(call, options) : putIn(engine, call, options);
}

function putIn(
  engine: 'chromium' | 'firefox',
  call: Call,
  options: DiagnoseOptions,
): Telling | string {
  const { resolve = [], proxy, cacert, insecure, http1 } = options;
  const notes: string[] = [];
  if (cacert !== undefined && insecure !== true) {
    const title = engine === 'chromium' ? 'Chromium' : 'Firefox';
    return `${title} takes no --cacert from outside: add -k to accept any certificate.`;
  }
  const addresses = fixedAddresses(resolve);
  if (addresses.some(({ host }) => host === '*')) {
    notes.push('--resolve *:… was not given to the browsers.');
  }
  const known = addresses.filter(({ host }) => host !== '*');
  if (engine === 'firefox' && known.length > 0) {
    notes.push('Firefox uses the address of --resolve for all ports of the host.');
  }
  return {
    page: 'put-in',
    notes: [...notes, ...cookieNotes(call)],
    options: {
      insecure: insecure === true,
      http1Only: http1 === true,
      resolve: known,
      cookies: givenCookies(call),
      ...(proxy === undefined ? {} : { proxy: readProxy(proxy).value! }),
    },
  };
}

function inWebkit(call: Call, options: DiagnoseOptions): Telling | string {
  const { origin, request, cookie } = call;
  const page = origin === 'null' ? null : new URL(origin);
  if (page !== null && !(page.protocol === 'http:' && isLoopbackHost(page.hostname))) {
    return `WebKit can be asked from a page at an http address of this machine only (or null), not from ${origin}.`;
  }
  if (page !== null && listensWhere(page, request.url)) {
    return `WebKit cannot be asked for ${request.url} from a page at ${origin}: whycors would have to listen where your server does.`;
  }
  const untold = (
    [
      ['--proxy', options.proxy],
      ['--resolve', options.resolve],
      ['--cacert', options.insecure === true ? undefined : options.cacert],
    ] as const
  ).find(([, value]) => value !== undefined);
  if (untold !== undefined) return `WebKit cannot be given ${untold[0]}.`;
  const notes: string[] = [];
  if (cookie !== null) notes.push('WebKit was not given the cookies of -b.');
  if (options.http1 === true) notes.push('WebKit was not told --http1.1.');
  return { page: 'loopback', notes, options: { insecure: options.insecure === true } };
}

/** Whether a server at this URL and one for this page would be the same. */
function listensWhere(page: URL, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, port } = new URL(url);
  return isLoopbackHost(hostname) && port === page.port;
}

function hasUser(proxy: string): boolean {
  const { value } = readProxy(proxy);
  return value !== null && new URL(value).username !== '';
}

function fixedAddresses(entries: readonly string[]): FixedAddress[] {
  return [...readResolve(entries).table].map(([key, addresses]) => {
    const colon = key.lastIndexOf(':');
    const [address = ''] = addresses;
    return { host: key.slice(0, colon), port: Number(key.slice(colon + 1)), address };
  });
}

function givenCookies({ cookie, request }: Call): NonNullable<BrowserOptions['cookies']> {
  if (cookie === null) return [];
  return cookie.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 0) return [];
    const name = pair.slice(0, equals).trim();
    return [{ url: request.url, name, value: pair.slice(equals + 1).trim() }];
  });
}

function cookieNotes({ cookie }: Call): string[] {
  if (cookie === null) return [];
  return [
    'The cookies of -b were put into the jar so that they go to other sites, too (SameSite=None, Secure), and the browser was told to let that happen: yours may be stricter.',
  ];
}
