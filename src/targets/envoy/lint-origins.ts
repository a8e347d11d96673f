import { readAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem, Span } from '../target.js';
import type { CorsSettings } from './cors.js';
import { holds } from './match.js';
import { originOf } from './policy.js';

/** A finding. */
export function problem(
  rule: string,
  severity: ConfigProblem['severity'],
  span: Span,
  message: string,
): ConfigProblem {
  return { rule, severity, span, message };
}

/** What is wrong with one entry of the allowed origins. */
export function originProblems(entry: CorsSettings['origins'][number]): readonly ConfigProblem[] {
  const { kind, value, span } = entry;
  const lets = (origin: string): boolean => holds(entry, origin);
  if (originOf(entry)?.kind === 'any') return [];
  if (kind === 'prefix' || kind === 'contains')
    return [
      problem(
        'origin-prefix',
        'error',
        span,
        `Every origin that ${kind === 'prefix' ? 'begins with' : 'has in it'} "${value}" is let in, as ${prefixed(value)}.evil.test. Write "exact", or a safe_regex with the dots escaped.`,
      ),
    ];
  if (kind === 'suffix' && !/^(?:[a-z]+:\/\/|\.)/.test(value))
    return [
      problem(
        'origin-suffix',
        'error',
        span,
        `Every origin that ends with "${value}" is let in, as https://evil${value}. Begin it with a dot, or write "exact".`,
      ),
    ];
  if (kind === 'exact' && originOf(entry) === null) {
    const { repaired } = readAllowedOrigin(value);
    const meant =
      repaired?.kind === 'exact'
        ? ` Write ${repaired.origin}.`
        : value.includes('*')
          ? ' A pattern is a safe_regex: https://[a-z0-9-]+\\.example\\.com.'
          : '';
    return [
      problem(
        'allow-origin-not-valid',
        'error',
        span,
        `"${value}" is compared letter by letter and is no origin that a browser sends.${meant}`,
      ),
    ];
  }
  if (kind === 'regex' && (lets('https://whycors.evil.test') || lets('https://whycors-evil.test')))
    return [
      problem(
        'origin-pattern-open',
        'error',
        span,
        `"${value}" lets in every origin. Name the host, with its dots escaped.`,
      ),
    ];
  if (kind === 'unknown')
    return [
      problem(
        'origin-matcher-not-followed',
        'note',
        span,
        'This origin is compared by an extension, which is not simulated: it counts here as one that no origin matches.',
      ),
    ];
  return [];
}

function prefixed(value: string): string {
  const origin = value.includes('://') ? value : `https://${value}`;
  return origin.replace(/\/$/, '');
}
