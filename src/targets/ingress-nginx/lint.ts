import { readAllowedOrigin, writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem } from '../target.js';
import { CORS_ANNOTATIONS, DEFAULTS, parseBool, PREFIX, type Annotations } from './annotations.js';
import type { IngressObject } from './object.js';
import { entryKnownSince } from './origins.js';
import { corsSettings, type CorsSettings } from './settings.js';
import { LATEST, type ControllerVersion } from './version.js';

/** What is wrong with one object's CORS annotations. */
export function lintIngress(
  { annotations }: IngressObject,
  version: ControllerVersion = LATEST,
): readonly ConfigProblem[] {
  const settings = corsSettings(annotations, version);
  return [
    ...(settings === null ? notEnabled(annotations) : enabled(annotations, settings)),
    ...snippets(annotations),
  ];
}

function problem(
  annotations: Annotations,
  name: string,
  rest: Omit<ConfigProblem, 'span'>,
): ConfigProblem[] {
  const found = annotations.get(name);
  return found === undefined ? [] : [{ ...rest, span: found.valueSpan }];
}

function notEnabled(annotations: Annotations): ConfigProblem[] {
  const enable = annotations.get('enable-cors');
  if (enable !== undefined && parseBool(enable.value) === null)
    return problem(annotations, 'enable-cors', {
      rule: 'enable-cors-not-a-boolean',
      severity: 'error',
      message: `"${enable.value}" is no boolean, so CORS stays off. Write "true".`,
    });
  const [first] = CORS_ANNOTATIONS.filter(
    (name) => name !== 'enable-cors' && annotations.has(name),
  );
  if (first === undefined || enable !== undefined) return [];
  return problem(annotations, first, {
    rule: 'enable-cors-missing',
    severity: 'error',
    message: `Without ${PREFIX}enable-cors: "true" this does nothing. Add it.`,
  });
}

function enabled(annotations: Annotations, settings: CorsSettings): ConfigProblem[] {
  return [
    ...settings.dropped.flatMap((name) => dropped(annotations, name)),
    ...settings.origins.skipped.flatMap((entry) => skipped(annotations, entry)),
    ...(settings.origins.entries.includes('null')
      ? problem(annotations, 'cors-allow-origin', {
          rule: 'null-matches-other-origins',
          severity: 'warning',
          message:
            'null lets in every sandboxed frame, and every origin that ends in "null": the end alone is compared. Serve the page from an origin of its own.',
        })
      : []),
    ...wildcard(annotations, settings),
  ];
}

/** The controller takes its default for what is not valid, and says so only in its log. */
function dropped(annotations: Annotations, name: string): ConfigProblem[] {
  const value = annotations.get(name)?.value ?? '';
  if (name === 'cors-allow-origin') {
    const meant = repaired(value);
    const remedy =
      meant === null ? 'Write scheme, host and port of each origin.' : `Write ${meant}.`;
    return problem(annotations, name, {
      rule: 'allow-origin-not-valid',
      severity: 'error',
      message: `The controller throws this value away and allows every origin (*). ${remedy}`,
    });
  }
  const fallback: Readonly<Record<string, string>> = {
    'cors-allow-methods': DEFAULTS.methods,
    'cors-allow-headers': DEFAULTS.headers,
    'cors-expose-headers': 'nothing',
    'cors-max-age': DEFAULTS.maxAge,
    'cors-allow-credentials': 'true',
  };
  const star = value.trim() === '*' ? ' It has no "*": list the names.' : '';
  return problem(annotations, name, {
    rule: 'annotation-not-valid',
    severity: 'error',
    message: `The controller throws this value away and takes its default: ${fallback[name]}.${star}`,
  });
}

function skipped(annotations: Annotations, entry: string): ConfigProblem[] {
  const meant = repaired(entry);
  const since = entryKnownSince(entry);
  const remedy = entry.includes('://')
    ? ''
    : ' It has no scheme: https:// or http:// belongs to an origin.';
  return problem(annotations, 'cors-allow-origin', {
    rule: 'allow-origin-entry-skipped',
    severity: 'error',
    message: `The controller skips "${entry}" without a word.${since === null ? (meant === null ? remedy : ` Write ${meant}.`) : ` It is known since version ${since}.`}`,
  });
}

/** What was meant, where every entry says so. */
function repaired(value: string): string | null {
  const entries = value.split(',').map((entry) => readAllowedOrigin(entry.trim()));
  const meant = entries.map((entry) => entry.value ?? entry.repaired);
  if (meant.some((each) => each === null)) return null;
  return meant.flatMap((each) => (each === null ? [] : writeAllowedOrigin(each))).join(', ');
}

function wildcard(
  annotations: Annotations,
  { origins, credentials }: CorsSettings,
): ConfigProblem[] {
  if (!credentials || origins.invalid || !origins.entries.includes('*')) return [];
  const name = annotations.has('cors-allow-origin') ? 'cors-allow-origin' : 'enable-cors';
  return problem(annotations, name, {
    rule: 'wildcard-with-credentials',
    severity: annotations.has('cors-allow-credentials') ? 'error' : 'warning',
    message:
      'Every origin is allowed (*) together with credentials, which the controller sends by default: browsers refuse that for requests with cookies. Name the origins in cors-allow-origin, or set cors-allow-credentials: "false".',
  });
}

const SNIPPETS = ['configuration-snippet', 'server-snippet'];

function snippets(annotations: Annotations): ConfigProblem[] {
  return SNIPPETS.filter((name) =>
    /access-control-/i.test(annotations.get(name)?.value ?? ''),
  ).flatMap((name) =>
    problem(annotations, name, {
      rule: 'cors-in-snippet',
      severity: 'warning',
      message:
        'CORS headers of a snippet double those of the annotations or vanish where an "if" matches, and controllers refuse snippets by default since 1.9. Use the cors-* annotations.',
    }),
  );
}
