import { readAllowedOrigin, writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem, Span } from '../target.js';

/**
 * What is wrong with an Access-Control-Allow-Origin that is sent as it is written.
 * @param echo what to do on this server where several origins are meant: a sentence
 */
export function literalOrigin(value: string, span: Span, echo: string): readonly ConfigProblem[] {
  const { value: read, repaired, fault } = readAllowedOrigin(value);
  const error = (rule: string, message: string): readonly ConfigProblem[] => [
    { rule, severity: 'error', span, message },
  ];
  if (read?.kind === 'subdomains' || (fault !== null && value.includes('*')))
    return error(
      'origin-pattern-sent-literally',
      `Browsers know no patterns: the "*" is compared as a letter. ${echo}`,
    );
  if (fault === null) return [];
  if (fault === 'list')
    return error('origin-list-in-one-header', `Browsers take one origin only, not a list. ${echo}`);
  const meant = repaired === null ? '' : ` Write ${writeAllowedOrigin(repaired)}.`;
  return error(
    'origin-not-valid',
    `"${value}" is not what a browser sends as Origin (${fault}), so nobody is let in.${meant}`,
  );
}
