import type {
  OriginFault,
  PolicyFault,
  PolicyProblem,
  PolicyProblemCode,
} from '../../policy/index.js';
import { code } from './wording.js';

/** What is wrong with a policy and why, and what to do about it: a sentence or two each. */
export interface PolicyWords {
  readonly what: string;
  readonly remedy: string;
}

type Words = (value: string) => PolicyWords;

/** The words for each problem. */
const POLICY_WORDS: Readonly<Record<PolicyProblemCode, Words>> = {
  'no-origins': () => ({
    what: 'No origin is allowed, so browsers keep every page of another origin out.',
    remedy: 'Name the origins of the pages that call the API, such as `https://app.example.com`.',
  }),
  'any-origin-with-credentials': () => ({
    what: 'Any origin with credentials: browsers refuse `Access-Control-Allow-Origin: *` for requests with credentials, and to echo every origin instead would let any site act as its visitor.',
    remedy: 'Name the origins, or do without credentials.',
  }),
  'any-origin-with-others': (others) => ({
    what: `Any origin is allowed, so ${code(others)} changes nothing.`,
    remedy: 'Take out `*` if only those are meant, else take out the others.',
  }),
  'opaque-origin': () => ({
    what: 'The origin `null` is that of every sandboxed frame, `file:` and `data:` page, so any site can make a page that has it.',
    remedy: 'Take out `null`, and give the page an origin of its own.',
  }),
  'opaque-origin-with-credentials': () => ({
    what: 'The origin `null` with credentials: any site can put a page into a sandboxed frame, which then acts as its visitor.',
    remedy: 'Take out `null`, or do without credentials.',
  }),
  'wildcard-below-public-suffix': (origin) => ({
    what: `Names that ${code(origin)} covers belong to anybody: what is behind the wildcard is a public suffix, below which everyone can have a site.`,
    remedy: 'Name the sites that are yours, one by one.',
  }),
  'http-origin-with-credentials': (origin) => ({
    what: `Pages of ${code(origin)} come without encryption: who can change them on their way can call the https API as its user.`,
    remedy: 'Serve the page over https and allow that origin instead.',
  }),
  'localhost-origin': (origin) => ({
    what: `${code(origin)} is a page on the visitor's own machine, as in development.`,
    remedy: 'Leave it out of the policy that goes into production.',
  }),
  'https-page-of-an-http-api': (origin) => ({
    what: `The API is http and ${code(origin)} is https: browsers refuse such calls as mixed content, whatever the API answers (but for an API on the loopback).`,
    remedy: 'Serve the API over https.',
  }),
  'no-methods': () => ({
    what: 'No method is named, so pages can only use GET, HEAD and POST, which need no permission.',
    remedy: 'Name the others that pages use, such as PUT, PATCH or DELETE.',
  }),
  'literal-wildcard-methods': () => ({
    what: 'With credentials `*` is no wildcard but a method called `*`, so no method is allowed by it.',
    remedy: 'List the methods by name.',
  }),
  'invalid-method': (method) => ({
    what: `${code(method)} is no method: one is letters, digits and !#$%&'*+-.^_|~ or a backtick.`,
    remedy: 'Give each method by itself, such as PUT.',
  }),
  'forbidden-method': (method) => ({
    what: `Pages cannot use ${code(method)}: browsers refuse it before anything is sent.`,
    remedy: 'Take it out.',
  }),
  'method-normalized': (method) => ({
    what: `Methods are compared with their case, and browsers send ${code(method.toUpperCase())} even where the page says ${code(method)}, so this entry allows nothing.`,
    remedy: `Write ${code(method.toUpperCase())}.`,
  }),
  'method-lower-case': (method) => ({
    what: `Methods are compared with their case: ${code(method)} allows pages that write it just so, and not ${code(method.toUpperCase())}.`,
    remedy: `Write ${code(method.toUpperCase())}, here and in the page.`,
  }),
  'literal-wildcard-request-headers': () => ({
    what: 'With credentials `*` is no wildcard but a header called `*`, so no request header is allowed by it.',
    remedy: 'List the headers by name.',
  }),
  'invalid-request-header': (name) => ({
    what: `${code(name)} is no header name.`,
    remedy: 'Give each name by itself and without a value, such as X-Api-Key.',
  }),
  'forbidden-request-header': (name) => ({
    what: `Pages cannot set ${code(name)}: browsers drop it or set it themselves, so it needs no permission.`,
    remedy: 'Take it out.',
  }),
  'safelisted-request-header': (name) => ({
    what: `${code(name)} needs no permission, unless its value is very long or unusual.`,
    remedy: 'Take it out, or leave it for such values.',
  }),
  'authorization-under-wildcard': () => ({
    what: '`*` covers every request header but `Authorization`, so calls with a token are refused.',
    remedy: 'If pages send `Authorization`, list the headers by name, with it among them.',
  }),
  'literal-wildcard-exposed-headers': () => ({
    what: 'With credentials `*` is no wildcard but a header called `*`, so pages get to read no more headers by it.',
    remedy: 'List the headers by name.',
  }),
  'invalid-exposed-header': (name) => ({
    what: `${code(name)} is no header name.`,
    remedy: 'Give each name by itself, such as X-Total-Count.',
  }),
  'forbidden-exposed-header': (name) => ({
    what: `Pages never get to read ${code(name)}, also where it is exposed.`,
    remedy: 'Take it out, and send what pages need in another header or the body.',
  }),
  'safelisted-exposed-header': (name) => ({
    what: `Pages can read ${code(name)} anyway.`,
    remedy: 'Take it out.',
  }),
  'invalid-max-age': (seconds) => ({
    what: `A preflight cannot be remembered for ${code(seconds)} seconds: it takes a whole number from 0 on.`,
    remedy: 'Give whole seconds, such as 7200; 0 keeps it from being remembered.',
  }),
  'max-age-zero': () => ({
    what: 'With a max-age of 0 browsers ask a preflight before every call that needs one.',
    remedy: 'Give some seconds once the policy is settled, such as 7200.',
  }),
  'max-age-over-limit': (seconds) => ({
    what:
      Number(seconds) > 86_400
        ? `Chromium remembers a preflight for 7200 seconds at most and Firefox for 86400, so ${code(seconds)} is cut short in both.`
        : `Chromium remembers a preflight for 7200 seconds at most, so ${code(seconds)} is cut short there.`,
    remedy: 'Leave it, or write 7200 to have the same everywhere.',
  }),
};

/** The words for a problem of a policy. */
export function policyWords({ code, value }: PolicyProblem): PolicyWords {
  return POLICY_WORDS[code](value);
}

const ORIGIN_FAULTS: Readonly<Record<OriginFault, string>> = {
  empty: 'is empty',
  'no-scheme': 'has no scheme (https:// or http://)',
  path: 'has a path, which an origin has not',
  'trailing-slash': 'has a trailing slash',
  'upper-case': 'has upper-case letters',
  'default-port': "names its scheme's own port",
  space: 'has white space around it',
  list: 'holds several origins or white space: give one at a time',
  'wildcard-place':
    'has its wildcard in the wrong place: https://*.example.com (one label) and https://**.example.com (any number) work',
  'wildcard-port': 'has a wildcard for the port: name the port',
  'not-an-origin': 'is not an origin: scheme, host and, where it is not the usual one, port',
};

/** The sentence about an entry of a policy that cannot be read. */
export function policyFaultText({ entry, fault, meant }: PolicyFault): string {
  if (fault === 'not-a-number') return `"${entry}" is not a number of seconds.`;
  if (fault === 'wildcard-with-others')
    return `"${entry}": * stands for all and so stands alone; leave out the others, or name each.`;
  const what = `"${entry}" ${ORIGIN_FAULTS[fault]}`;
  if (meant === null) return `${what}.`;
  return `${what}; ${meant.includes('*') ? 'write' : 'a browser sends'} ${meant}.`;
}
