import { isPublicSuffix } from '../../cookies/registrable-domain.js';
import {
  readPolicy,
  type PolicyContext,
  type PolicyFault,
  type PolicyReading,
} from '../../policy/index.js';
import { isLoopbackHost, parseUrl } from '../../protocol/index.js';
import type { Place } from '../../targets/index.js';
import { UsageError } from '../io.js';

export interface PolicyOptions {
  readonly origin?: readonly string[];
  readonly method?: readonly string[];
  readonly header?: readonly string[];
  readonly expose?: readonly string[];
  readonly credentials?: boolean;
  readonly maxAge?: string;
  readonly for?: string;
  readonly from?: string;
  readonly config?: string;
  readonly url?: string;
  readonly path?: string;
  readonly upstream?: string;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** The API where none is named: a name that stands for the user's own. */
const DEFAULT_URL = 'https://api.example.com/';
/** What is behind a server where a configuration is written anew. */
const DEFAULT_UPSTREAM = 'http://127.0.0.1:3000';

/** The option that each part of a policy is told by. */
export const OPTION_OF: Readonly<Record<PolicyFault['about'], string>> = {
  origins: '--origin',
  methods: '--method',
  requestHeaders: '--header',
  exposedHeaders: '--expose',
  maxAge: '--max-age',
};

/** The policy that options tell. */
export function policyOf(options: PolicyOptions): PolicyReading {
  return readPolicy({
    origins: entries(options.origin),
    methods: entries(options.method),
    requestHeaders: entries(options.header),
    exposedHeaders: entries(options.expose),
    credentials: options.credentials === true,
    maxAge: options.maxAge ?? null,
  });
}

/** The first option that tells of a policy, or null where none does. */
export function toldPolicy(options: PolicyOptions): string | null {
  const told = ['origin', 'method', 'header', 'expose', 'credentials', 'maxAge'] as const;
  const first = told.find((name) => options[name] !== undefined);
  return first === undefined ? null : first === 'maxAge' ? '--max-age' : `--${first}`;
}

/**
 * Where the policy is to hold.
 * @throws UsageError for a URL or a path that is none
 */
export function placeOf({ url = DEFAULT_URL, path, upstream }: PolicyOptions): Place {
  const api = httpUrl(url, '--url');
  if (path !== undefined && !/^\/[^\s?#]*$/.test(path))
    throw new UsageError(`--path: "${path}" is no path: it begins with /, as /v1.`);
  return {
    origin: api.origin,
    path: path ?? api.pathname,
    upstream: upstream === undefined ? DEFAULT_UPSTREAM : httpUrl(upstream, '--upstream').origin,
  };
}

/** What a place says for the validation. Loopback is no mixed content. */
export function contextOf({ origin }: Place): PolicyContext {
  const url = parseUrl(origin);
  const apiScheme = url?.protocol === 'https:' ? 'https' : 'http';
  const loopback = url !== null && isLoopbackHost(url.hostname);
  return { publicSuffix: isPublicSuffix, ...(loopback ? {} : { apiScheme }) };
}

function httpUrl(text: string, option: string): { origin: string; pathname: string } {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${option}: "${text}" is no http or https URL.`);
  return url;
}

function entries(given: readonly string[] = []): string[] {
  return given.flatMap((text) => text.split(',')).filter((entry) => entry.trim() !== '');
}
