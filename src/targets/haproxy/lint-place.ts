import { writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem, Span } from '../target.js';
import { valuesOf } from '../support/asked.js';
import { PREFLIGHT, type Asker, type Found } from './policy.js';

type Severity = ConfigProblem['severity'];

const ALLOW = 'access-control-allow-origin';

/** What is wrong with the answers of one place, as simulated. */
export function lintPlace(
  ask: Asker,
  { policy, allow, reflects }: Found,
): readonly ConfigProblem[] {
  const span = allow?.span ?? null;
  if (allow === null || span === null) return [];
  const found: ConfigProblem[] = [];
  const add = (rule: string, severity: Severity, at: Span, message: string): void =>
    void found.push({ rule, severity, span: at, message });
  const [allowed] = policy?.origins ?? [];
  const page =
    allowed?.kind === 'subdomains'
      ? writeAllowedOrigin(allowed).replace(/\*+/, 'app')
      : allowed === undefined || allowed.kind === 'any'
        ? 'https://stranger.invalid'
        : writeAllowedOrigin(allowed);
  const get = ask('GET', page);
  const credentials = valuesOf(get, 'access-control-allow-credentials').length > 0;
  if (valuesOf(get, ALLOW).length > 1)
    add(
      'two-allow-origin-lines',
      'error',
      span,
      'Access-Control-Allow-Origin is sent more than once, and browsers refuse that. Use set-header, once.',
    );
  if (allow.value === '*' && credentials)
    add(
      'wildcard-with-credentials',
      'error',
      span,
      'Browsers refuse "*" together with credentials. Keep the origin in a variable when an ACL names it, and send that.',
    );
  if (reflects)
    add(
      'reflects-any-origin',
      credentials ? 'error' : 'warning',
      span,
      `Every origin is echoed${credentials ? ', with credentials: every page of the web can act as the user' : ''}. Set the variable only if an ACL names the origin.`,
    );
  if (policy === null && !reflects) return found;
  const varies = valuesOf(get, 'vary').some(({ value }) =>
    /(?:^|[,\s])origin(?:$|[,\s])/i.test(value),
  );
  if (
    allow.value !== '*' &&
    valuesOf(ask('GET', 'null'), ALLOW)[0]?.value !== allow.value &&
    !varies
  )
    add(
      'vary-missing',
      'warning',
      span,
      'The answer depends on Origin and does not say so: caches give one page’s answer to another. Add "http-after-response add-header Vary Origin".',
    );
  const preflight = ask('OPTIONS', page, PREFLIGHT);
  if (preflight.answeredBy === 'server' && preflight.span !== null) {
    if (valuesOf(preflight, ALLOW).length === 0)
      add(
        'preflight-without-allow-origin',
        'error',
        preflight.span,
        'Preflights are answered here without Access-Control-Allow-Origin: http-response rules do not run on answers of HAProxy’s own. Use http-after-response.',
      );
    if (preflight.status < 200 || preflight.status > 299)
      add(
        'preflight-refused',
        'error',
        preflight.span,
        `Preflights get ${preflight.status} here, and browsers want 2xx. Answer them before this rule with "http-request return status 204".`,
      );
  }
  return found;
}
