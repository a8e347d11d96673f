import { readAllowedOrigin, writeAllowedOrigin } from '../../policy/index.js';
import { patternOrigin } from '../support/origin-regex.js';
import { placeOf } from '../ingress-nginx/annotations.js';
import type { ConfigProblem } from '../target.js';
import type { IngressObject } from './objects.js';
import { policyOf } from './policy.js';
import { settingsOf } from './settings.js';

type Severity = ConfigProblem['severity'];

/** What is wrong with one object's CORS annotations. */
export function lint(object: IngressObject): readonly ConfigProblem[] {
  const { annotations, controller, map } = object;
  const found: ConfigProblem[] = [];
  const add = (rule: string, severity: Severity, name: string, message: string): void => {
    const at = annotations.get(name) ?? annotations.get('cors-enable');
    found.push({ rule, severity, span: at?.valueSpan ?? placeOf(map), message });
  };
  const settings = settingsOf(object);
  if (settings === null) {
    const [idle] = [...annotations.keys()].filter((name) => /^cors-(?!enable)/.test(name));
    if (idle !== undefined && !annotations.has('cors-enable'))
      add('cors-not-enabled', 'error', idle, 'Without cors-enable: "true" this does nothing.');
    return found;
  }
  const tech = controller === 'haproxytech';
  const { origins, patterns, credentials } = settings;
  if (origins.includes('*') && credentials)
    add(
      'wildcard-with-credentials',
      'error',
      'cors-allow-origin',
      'Browsers refuse "*" together with credentials. Name the origins in cors-allow-origin.',
    );
  if (origins.includes('*') && origins.length + patterns.length > 1)
    add(
      'wildcard-beside-origins',
      'error',
      'cors-allow-origin',
      'Origins that are not named get "*" here: every page may read. Name one origin in cors-allow-origin.',
    );
  if (!tech && origins.length === 0)
    add(
      'no-allow-origin',
      'error',
      'cors-allow-origin',
      'Without an origin the controller writes no CORS rules at all, patterns or not. Name one origin.',
    );
  for (const entry of origins) {
    const { value, repaired, fault } = readAllowedOrigin(entry);
    const meant = repaired === null ? '' : ` Write ${writeAllowedOrigin(repaired)}.`;
    if (fault !== null)
      add(
        'origin-not-valid',
        'error',
        'cors-allow-origin',
        `"${entry}" is not what a browser sends as Origin (${fault}).${meant}`,
      );
    if (value?.kind === 'subdomains')
      add(
        'origin-pattern-compared-literally',
        'error',
        'cors-allow-origin',
        `"${entry}" is compared letter by letter: write a regular expression in cors-allow-origin-regex, and one origin here.`,
      );
  }
  const name = tech ? 'cors-allow-origin' : 'cors-allow-origin-regex';
  for (const pattern of patterns)
    if (
      !/^\^.*\$$/.test(pattern) ||
      (typeof policyOf({ ...settings, origins: [], patterns: [pattern] }) === 'string' &&
        patternOrigin(pattern) === null &&
        hasBareDot(pattern))
    )
      add(
        'origin-pattern-too-wide',
        'error',
        name,
        `"${pattern}" is a regular expression that is not anchored at both ends (^ and $), or has dots that stand for any letter (write \\.): origins of others match it, too.`,
      );
  if (settings.methods === '')
    add(
      'methods-not-valid',
      'error',
      'cors-allow-methods',
      'The controller knows the methods of HTTP and PATCH only: for another one it leaves the whole header out.',
    );
  if (!tech && !annotations.has('cors-allow-credentials'))
    add(
      'credentials-not-said',
      'note',
      'cors-enable',
      'Without cors-allow-credentials the controller’s documentation promises credentials and its source gives none, which is simulated. Write "true" or "false".',
    );
  if (!settings.answersOptions)
    add(
      'preflight-not-answered',
      'warning',
      'cors-enable',
      'Preflights go on to the API, which has to answer them with 2xx. Set cors-respond-to-options: "true".',
    );
  return found;
}

/** A dot that stands for any letter, once. */
function hasBareDot(pattern: string): boolean {
  return /(?<![\\[])\.(?![+*])/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''));
}
