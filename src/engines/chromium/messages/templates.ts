import { template, type Template } from '../../support/template.js';

/** A CorsError code: how its line reads after the prefix, and what it means. */
export interface ChromiumMessage {
  readonly code: string;
  readonly reason: Template;
  /** In one sentence. */
  readonly meaning: string;
}

/** What stands before the reason. https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/renderer/platform/loader/cors/cors_error_string.cc */
export const PREFIX = template(
  "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy: ",
);
export const PREFIX_REDIRECTED = template(
  "Access to {kind} at '{url}' (redirected from '{from}') from origin '{origin}' has been blocked by CORS policy: ",
);
export const OF_PREFLIGHT = "Response to preflight request doesn't pass access control check: ";
/** The line for `mode: "same-origin"`, which has no CorsError code of its own in the network service. */
export const SAME_ORIGIN_MODE = template(
  'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin is not same as the request origin {origin}.',
);
/** The line for `no-cors` with a redirect mode that does not go with it. */
export const NO_CORS_REDIRECT_MODE = template(
  'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is not "follow".',
);
/** Follows some reasons for fetch(). */
export const HAVE_THE_SERVER = ' Have the server send the header with a valid value.';
/** Follows some reasons for XMLHttpRequest. */
export const WITH_CREDENTIALS =
  ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.';

const message = (code: string, reason: string, meaning: string): ChromiumMessage => ({
  code,
  reason: template(reason),
  meaning,
});

/** SchemeRegistry::ListOfCorsEnabledURLSchemes() of Chromium 156, headless. */
export const SCHEMES =
  'chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app';

/** The reasons, without what they share between preflight and response. */
export const MESSAGES = {
  MissingAllowOriginHeader: message(
    'MissingAllowOriginHeader',
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    'The response has no Access-Control-Allow-Origin.',
  ),
  WildcardOriginNotAllowed: message(
    'WildcardOriginNotAllowed',
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    'Access-Control-Allow-Origin is *, and the request has credentials.',
  ),
  MultipleAllowOriginValues: message(
    'MultipleAllowOriginValues',
    "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed.",
    'Access-Control-Allow-Origin was sent twice, or as a list.',
  ),
  InvalidAllowOriginValue: message(
    'InvalidAllowOriginValue',
    "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
    'Access-Control-Allow-Origin is no origin at all.',
  ),
  AllowOriginMismatch: message(
    'AllowOriginMismatch',
    "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin.",
    'Access-Control-Allow-Origin names another origin.',
  ),
  InvalidAllowCredentials: message(
    'InvalidAllowCredentials',
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the request's credentials mode is 'include'.",
    'The request has credentials, and Access-Control-Allow-Credentials is not exactly true.',
  ),
  PreflightInvalidStatus: message(
    'PreflightInvalidStatus',
    'It does not have HTTP ok status.',
    'The response to OPTIONS has a status outside 200–299.',
  ),
  PreflightDisallowedRedirect: message(
    'PreflightDisallowedRedirect',
    'Redirect is not allowed for a preflight request.',
    'The response to OPTIONS is a redirect.',
  ),
  InvalidAllowMethodsPreflightResponse: message(
    'InvalidAllowMethodsPreflightResponse',
    'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
    'Access-Control-Allow-Methods is no list of methods.',
  ),
  InvalidAllowHeadersPreflightResponse: message(
    'InvalidAllowHeadersPreflightResponse',
    'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
    'Access-Control-Allow-Headers is no list of header names.',
  ),
  MethodDisallowedByPreflightResponse: message(
    'MethodDisallowedByPreflightResponse',
    'Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.',
    'Access-Control-Allow-Methods does not list the method.',
  ),
  HeaderDisallowedByPreflightResponse: message(
    'HeaderDisallowedByPreflightResponse',
    'Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.',
    'Access-Control-Allow-Headers does not list the header.',
  ),
  CorsDisabledScheme: message(
    'CorsDisabledScheme',
    'Cross origin requests are only supported for protocol schemes: {schemes}.',
    'The URL, or the target of a redirect, is neither http nor https.',
  ),
  LocalNetworkAccessPermissionDenied: message(
    'LocalNetworkAccessPermissionDenied',
    'Permission was denied for this request to access the `{space}` address space.',
    'A public page asks an address in the local network or on this machine, and the user has not permitted it.',
  ),
  InsecureLocalNetwork: message(
    'InsecureLocalNetwork',
    'The request client is not a secure context and the resource is in more-private address space `{space}`.',
    'A public page without https asks an address in the local network or on this machine.',
  ),
  RedirectContainsCredentials: message(
    'RedirectContainsCredentials',
    "Redirect location '{location}' contains a username and password, which is disallowed for cross-origin requests.",
    'A redirect leads to a URL with a user name or password.',
  ),
} as const;

export type MessageName = keyof typeof MESSAGES;
