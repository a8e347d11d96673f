import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { DEFAULTS, type Annotation, type CorsAnnotation } from './annotations.js';
import { whyNotEntry } from './origins.js';
import { corsSettings } from './settings.js';

/** Values of annotations that say a policy. */
export type Values = Readonly<Partial<Record<CorsAnnotation, string>>>;

/** What the controller's annotations cannot say of a policy, a sentence each. */
export function cannotSay(policy: CorsPolicy): string[] {
  const reasons = policy.origins.flatMap((allowed) => whyNotEntry(allowed) ?? []);
  const { methods, requestHeaders, exposedHeaders } = policy;
  if (methods === '*') reasons.push('cors-allow-methods has no "*": list the methods.');
  else reasons.push(...odd(methods, /^[A-Za-z]+$/, 'cors-allow-methods', 'letters'));
  const names = /^[A-Za-z0-9_-]+$/;
  const allowed = 'letters, digits, "-" and "_"';
  if (requestHeaders === '*')
    reasons.push(
      'cors-allow-headers has no "*" (the controller would take its default): list the names.',
    );
  else reasons.push(...odd(requestHeaders, names, 'cors-allow-headers', allowed));
  if (exposedHeaders !== '*')
    reasons.push(...odd(exposedHeaders, names, 'cors-expose-headers', allowed));
  if (policy.privateNetwork)
    reasons.push(
      'No annotation answers Access-Control-Request-Private-Network; let the API itself send it.',
    );
  return reasons;
}

function odd(
  names: readonly string[],
  pattern: RegExp,
  annotation: string,
  allowed: string,
): string[] {
  return names
    .filter((name) => !pattern.test(name))
    .map(
      (name) =>
        `${annotation} takes ${allowed} only, so "${name}" cannot be allowed there; let the API itself answer.`,
    );
}

/** What must be named although it needs no permission: an empty value is taken for a missing one. */
export function annotationValues(policy: CorsPolicy): Values {
  if (policy.origins.length === 0) return { 'enable-cors': 'false' };
  const { methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const list = (names: readonly string[] | '*', instead: string): string =>
    names === '*' ? '*' : names.length === 0 ? instead : names.join(', ');
  return {
    'enable-cors': 'true',
    'cors-allow-origin': policy.origins.map(writeAllowedOrigin).join(', '),
    'cors-allow-methods': list(methods, 'GET'),
    'cors-allow-headers': list(requestHeaders, 'Accept'),
    ...(exposedHeaders.length === 0 ? {} : { 'cors-expose-headers': list(exposedHeaders, '') }),
    'cors-allow-credentials': String(policy.credentials),
    ...(maxAge === null ? {} : { 'cors-max-age': String(maxAge) }),
  };
}

/** Whether the controller does the same without the annotation. */
function isDefault(name: CorsAnnotation, value: string): boolean {
  if (name === 'cors-allow-methods') return isSame(name, value, DEFAULTS.methods);
  if (name === 'cors-allow-headers') return isSame(name, value, DEFAULTS.headers);
  return name === 'cors-max-age' && value === DEFAULTS.maxAge;
}

/** Whether two values say the same, whatever the order; only names of headers are without case. */
function isSame(name: CorsAnnotation, a: string, b: string): boolean {
  const key = (list: string): string =>
    (name.endsWith('headers') ? list.toLowerCase() : list)
      .split(/[,\s]+/)
      .filter((each) => each !== '')
      .toSorted()
      .join();
  return key(a) === key(b);
}

/** Whether a value that stands there is in force and says the wanted one. */
function says(name: CorsAnnotation, standing: string | undefined, wanted: string): boolean {
  if (standing === undefined) return false;
  if (name === 'enable-cors') return standing === wanted;
  const settings = corsSettings(
    new Map([
      ['enable-cors', annotation('true')],
      [name, annotation(standing)],
    ]),
  );
  return settings?.dropped.includes(name) === false && isSame(name, standing, wanted);
}

function annotation(value: string): Annotation {
  const nowhere = { start: 0, end: 0 };
  return { value, span: nowhere, valueSpan: nowhere };
}

/**
 * The annotations to set on an object that has some: those that say the value
 * already, or have it as their default, are left out.
 */
export function missingValues(
  standing: ReadonlyMap<string, { readonly value: string }>,
  values: Values,
): readonly (readonly [CorsAnnotation, string])[] {
  const set: [CorsAnnotation, string][] = [];
  for (const [name, value] of Object.entries(values) as [CorsAnnotation, string][])
    if (!says(name, standing.get(name)?.value, value))
      if (standing.has(name) || !isDefault(name, value)) set.push([name, value]);
  // What stays behind would still be in force: the only one without a value of its own.
  if (values['enable-cors'] === 'true' && standing.has('cors-expose-headers'))
    if (values['cors-expose-headers'] === undefined)
      set.push(['cors-expose-headers', 'Content-Type']);
  return set;
}
