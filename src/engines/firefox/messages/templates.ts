import { template, type Template } from '../../support/template.js';

/** A reason: its line, its page on MDN, and what it means. */
export interface FirefoxMessage {
  /** The part of https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/ that explains it. */
  readonly mdn: string;
  readonly line: Template;
  /** In one sentence. */
  readonly meaning: string;
}

const START =
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ';

const message = (mdn: string, rest: string, meaning: string): FirefoxMessage => ({
  mdn,
  line: template(START + rest),
  meaning,
});

/** Said of a call that is allowed for now. */
export const WILDCARD_WARNING = template(
  'Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).',
);

/** Said where Cross-Origin-Resource-Policy keeps the page out; it is no message of CORS. */
export const RESOURCE_POLICY = template(
  'The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#',
);

/** All reasons. The texts are those of dom/locales/en-US/chrome/security/security.properties. */
export const MESSAGES = {
  didNotSucceed: message(
    'CORSDidNotSucceed',
    '{url}. (Reason: CORS request did not succeed). Status code: {status}.',
    'The network failed, or the preflight did: the line before says how.',
  ),
  allowOriginMissing: message(
    'CORSMissingAllowOrigin',
    '{url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}.',
    'The response has no Access-Control-Allow-Origin.',
  ),
  multipleAllowOrigin: message(
    'CORSMultipleAllowOriginNotAllowed',
    '{url}. (Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).',
    'Access-Control-Allow-Origin was sent twice.',
  ),
  allowOriginMismatch: message(
    'CORSAllowOriginNotMatchingOrigin',
    '{url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’).',
    'Access-Control-Allow-Origin is the quoted value, not the page’s origin.',
  ),
  wildcardWithCredentials: message(
    'CORSNotSupportingCredentials',
    '‘{url}’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
    'Access-Control-Allow-Origin is *, and the request has credentials.',
  ),
  allowCredentials: message(
    'CORSMissingAllowCredentials',
    '{url}. (Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).',
    'The request has credentials, and Access-Control-Allow-Credentials is not exactly true.',
  ),
  preflightStatus: message(
    'CORSPreflightDidNotSucceed',
    '{url}. (Reason: CORS preflight response did not succeed). Status code: {status}.',
    'The response to OPTIONS has a status outside 200–299.',
  ),
  methodNotFound: message(
    'CORSMethodNotFound',
    '{url}. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).',
    'Access-Control-Allow-Methods does not list the method.',
  ),
  invalidAllowMethod: message(
    'CORSInvalidAllowMethod',
    '{url}. (Reason: invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Methods’).',
    'Access-Control-Allow-Methods is no list of methods.',
  ),
  invalidAllowHeader: message(
    'CORSInvalidAllowHeader',
    '{url}. (Reason: invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Headers’).',
    'Access-Control-Allow-Headers is no list of header names.',
  ),
  headerNotAllowed: message(
    'CORSMissingAllowHeaderFromPreflight',
    '{url}. (Reason: header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
    'Access-Control-Allow-Headers does not list the header.',
  ),
  externalRedirect: message(
    'CORSExternalRedirectNotAllowed',
    '{url}. (Reason: CORS request external redirect not allowed).',
    'The response to OPTIONS is a redirect.',
  ),
  notHttp: message(
    'CORSRequestNotHttp',
    '{url}. (Reason: CORS request not http).',
    'The URL, or the target of a redirect, is neither http nor https.',
  ),
} as const;

export type MessageName = keyof typeof MESSAGES;
