import { writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem } from '../target.js';
import { policyAt } from './policy.js';
import type { Place } from './read.js';
import { simulate } from './simulate.js';
import type { Site } from './servers.js';

/** Places that say something of CORS and refuse or move the preflight: browsers never get to the call itself. */
export function preflightProblems(site: Site, places: readonly Place[]): readonly ConfigProblem[] {
  return places.flatMap(({ url }) => (url === null ? [] : (atPlace(site, url) ?? [])));
}

function atPlace(site: Site, url: string): ConfigProblem | null {
  const { policy, lines } = policyAt(site, url);
  const [line] = lines;
  if (line === undefined) return null;
  const first = policy?.origins.find(({ kind }) => kind === 'exact');
  const answer = simulate(
    site,
    {
      kind: 'preflight',
      url,
      method: 'OPTIONS',
      headers: [
        ['origin', first === undefined ? 'https://app.example.com' : writeAllowedOrigin(first)],
        ['access-control-request-method', 'PUT'],
      ],
      body: null,
      credentials: false,
      redirectCount: 0,
    },
    () => ({ status: 204, headers: [] }),
  );
  const { status, answeredBy } = answer;
  const span = answer.span ?? line.span;
  if (answeredBy === 'upstream') return null;
  const found = (rule: string, message: string): ConfigProblem => ({
    rule,
    severity: 'error',
    span,
    message,
  });
  if (status === 401 || status === 403)
    return found(
      'preflight-needs-authentication',
      `Preflights get ${status} here: browsers send no password with them. Rules in a section run after access control; answer OPTIONS with a RewriteRule of the virtual host itself.`,
    );
  if (status >= 300 && status < 400)
    return found(
      'preflight-redirected',
      `Preflights get ${status} here, and browsers follow no redirect of a preflight. Answer OPTIONS before it.`,
    );
  if (
    status < 300 &&
    !answer.headers.some(({ name }) => name.toLowerCase() === 'access-control-allow-origin') &&
    first !== undefined
  )
    return found(
      'preflight-without-allow-origin',
      'Preflights are answered here without Access-Control-Allow-Origin: headers without "always" are left out of it.',
    );
  return null;
}
