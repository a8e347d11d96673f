import { template, type Template } from '../../support/template.js';

/** A reason, which WebKit prints on a line of its own before the one with the URL. */
export interface WebkitMessage {
  readonly reason: Template;
  /** In one sentence. */
  readonly meaning: string;
}

/** The second line. */
export const CANNOT_LOAD = template('{api} cannot load {url} due to access control checks.');

/** The first line where the response that fails is a redirect; the reason is one of those below. */
export const REDIRECT_DENIED = template(
  'Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: {reason}',
);

/** The only line for `mode: "same-origin"`. */
export const SAME_ORIGIN_MODE = template('{api} cannot load {url}.');

/** The only line for a port that browsers do not ask. */
export const RESTRICTED_PORT = template('Not allowed to use restricted network port {port}: {url}');

/** The first line where `mode: "same-origin"` is redirected elsewhere. */
export const UNSAFE_ATTEMPT = template(
  'Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must match.',
);

const message = (reason: string, meaning: string): WebkitMessage => ({
  reason: template(reason),
  meaning,
});

/** All reasons. Source/WebCore/loader/CrossOriginAccessControl.cpp and its neighbours. */
export const MESSAGES = {
  originNotAllowed: message(
    'Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}',
    'Access-Control-Allow-Origin is missing or names another origin.',
  ),
  multipleOrigins: message(
    'Access-Control-Allow-Origin cannot contain more than one origin.',
    'Access-Control-Allow-Origin was sent twice, or as a list.',
  ),
  wildcardWithCredentials: message(
    'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.',
    'Access-Control-Allow-Origin is *, and the request has credentials.',
  ),
  allowCredentials: message(
    'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
    'The request has credentials, and Access-Control-Allow-Credentials is not exactly true.',
  ),
  preflightStatus: message(
    'Preflight response is not successful. Status code: {status}',
    'The response to OPTIONS has a status outside 200–299, or is a redirect.',
  ),
  methodNotAllowed: message(
    'Method {method} is not allowed by Access-Control-Allow-Methods.',
    'Access-Control-Allow-Methods does not list the method.',
  ),
  headerNotAllowed: message(
    'Request header field {name} is not allowed by Access-Control-Allow-Headers.',
    'Access-Control-Allow-Headers does not list the header.',
  ),
  invalidAllowMethods: message(
    'Header Access-Control-Allow-Methods has an invalid value: {value}',
    'Access-Control-Allow-Methods is no list of methods.',
  ),
  invalidAllowHeaders: message(
    'Header Access-Control-Allow-Headers has an invalid value: {value}',
    'Access-Control-Allow-Headers is no list of header names.',
  ),
  redirectCredentials: message(
    'redirection URL {full} has credentials',
    'A redirect leads to a URL with a user name or password.',
  ),
  redirectScheme: message(
    'not allowed to follow a cross-origin CORS redirection with non CORS scheme',
    'A redirect leads to a URL that is neither http nor https.',
  ),
  ftp: message('FTP URLs are disabled', 'A redirect leads to an ftp URL.'),
  tooManyRedirects: message(
    'Load cannot follow more than 20 redirections',
    'There are more than 20 redirects.',
  ),
  resourcePolicy: message(
    "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header.",
    'A no-cors request was answered with a Cross-Origin-Resource-Policy that keeps the page out.',
  ),
  notAllowed: message(
    'Not allowed to request resource',
    'An https page asks an http URL (mixed content), or the URL cannot be asked at all.',
  ),
  redirectNotFollowed: message(
    'Not allowed to follow a redirection while loading {url}',
    'The page asked for redirect: "error" and the server redirects.',
  ),
} as const;

export type MessageName = keyof typeof MESSAGES;
