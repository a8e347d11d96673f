import { readAllowedOrigin } from '../../policy/index.js';
import { patternOrigin } from '../support/origin-regex.js';
import { itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { ConfigProblem } from '../target.js';
import type { Middleware } from './config.js';
import { corsOf, customCors } from './cors.js';

/** What is wrong with a middleware's CORS options. */
export function lint({ spec }: Middleware): readonly ConfigProblem[] {
  const cors = corsOf(spec);
  const problems: ConfigProblem[] = customCors(spec)
    .filter(({ value }) => value !== '')
    .map(({ name, span }) => ({
      rule: 'cors-header-for-everybody',
      severity: 'warning',
      span,
      message: `${name} is set on every answer of the service, whatever its origin, and preflights stay the service's. Write accessControl… options instead.`,
    }));
  if (cors === null) return problems;
  for (const node of itemsAt(spec, 'headers', 'accessControlAllowOriginList')) {
    const text = textAt(node) ?? '';
    const { value, repaired } = readAllowedOrigin(text);
    if (text === '*' && cors.credentials)
      problems.push({
        rule: 'any-origin-with-credentials',
        severity: 'error',
        span: spanOf(node),
        message:
          'Every origin with credentials: since 3.6.22 Traefik echoes the origin, so that any site can act as its visitors; before, browsers refuse it. Name the origins.',
      });
    else if (value?.kind !== 'exact' && value?.kind !== 'null' && text !== '*')
      problems.push({
        rule: 'allow-origin-not-valid',
        severity: 'error',
        span: spanOf(node),
        message: `"${text}" is compared letter by letter and is no origin that a browser sends.${repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : ''}`,
      });
  }
  for (const node of itemsAt(spec, 'headers', 'accessControlAllowOriginListRegex')) {
    const text = textAt(node) ?? '';
    if (patternOrigin(text) === null && !(text.startsWith('^') && text.endsWith('$')))
      problems.push({
        rule: 'origin-pattern-unanchored',
        severity: 'error',
        span: spanOf(node),
        message: `"${text}" matches anywhere in an origin, as in https://${text.replaceAll(/\\|^\^|\$$|[a-z]+:\/\//g, '')}.evil.test. Begin it with ^ and end it with $.`,
      });
  }
  if (!cors.vary && !cors.origins.includes('*'))
    problems.push({
      rule: 'vary-missing',
      severity: 'warning',
      span: cors.span,
      message:
        'The origin is echoed without Vary: Origin, so that caches give the answer for one page to another. Add addVaryHeader: true.',
    });
  return problems;
}
