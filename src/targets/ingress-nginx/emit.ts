import { stringify, type YAMLMap } from 'yaml';
import { isEquivalent, writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { setAt } from '../support/yaml/edit.js';
import { applyChanges } from '../support/apply.js';
import { itemsAt, nodeAt, readYaml, textAt } from '../support/yaml/read.js';
import type { Change, Emission, Place, Source } from '../target.js';
import {
  annotationsOf,
  CORS_ANNOTATIONS,
  DEFAULTS,
  isIngress,
  nameOf,
  PREFIX,
  type CorsAnnotation,
} from './annotations.js';
import { answering, locationsOf, usesRegex, type Location } from './locations.js';
import { whyNotEntry } from './origins.js';
import { policyOf } from './policy.js';
import { corsSettings } from './settings.js';

type Values = Readonly<Partial<Record<CorsAnnotation, string>>>;

const RELOAD = 'kubectl apply -f the file; the controller takes it up within seconds.';

/**
 * The least change: annotations of the object that answers at the place, or a new
 * object of its own for the place where that object answers elsewhere, too.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = cannotSay(policy);
  const ingresses = readYaml(existing).maps.filter(isIngress);
  const locations = locationsOf(ingresses);
  const url = parseUrl(place.origin + place.path);
  if (url === null) return { kind: 'cannot', reasons: [`${place.origin} is no origin of an API.`] };
  const found = answering(locations, url);
  if (found.kind !== 'location')
    reasons.push(`No Ingress of ${existing.file} answers at ${url.hostname}${place.path}.`);
  if (reasons.length > 0 || found.kind !== 'location') return { kind: 'cannot', reasons };
  const { location } = found;
  const now = corsSettings(location.annotations);
  if (policy.origins.length === 0 ? now === null : saysAlready(location, policy)) return change([]);
  const values = annotationValues(policy);
  const own = locations.filter(({ ingress }) => ingress === location.ingress);
  if (own.every((each) => isBelow(each, location.host, place.path)))
    return change(annotate(existing.text, location.ingress, values));
  if (own.some(usesRegex))
    return {
      kind: 'cannot',
      reasons: [
        `Ingress ${nameOf(location.ingress)} answers other paths, too, and rewrites paths: give ${place.path} an Ingress of its own first.`,
      ],
    };
  return change([newObject(existing.text, location, place, values)]);
}

function change(changes: readonly Change[]): Emission {
  const notes =
    changes.length === 0
      ? []
      : ['The controller never sends Vary: Origin: keep shared caches away from these answers.'];
  return { kind: 'change', changes, reload: RELOAD, notes };
}

function saysAlready({ annotations }: Location, policy: CorsPolicy): boolean {
  const settings = corsSettings(annotations);
  return (
    settings !== null &&
    settings.dropped.length === 0 &&
    settings.origins.skipped.length === 0 &&
    isEquivalent(policyOf(settings), policy)
  );
}

/** Whether a location answers at the place and below only; under a wildcard or without a host, for all its names. */
function isBelow({ host, path }: Location, rule: string, prefix: string): boolean {
  const below = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return host === rule && (path === prefix || path.startsWith(below));
}

function cannotSay(policy: CorsPolicy): string[] {
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
function annotationValues(policy: CorsPolicy): Values {
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
  const key = (list: string): string =>
    list
      .toLowerCase()
      .split(/[,\s]+/)
      .toSorted()
      .join();
  if (name === 'cors-allow-methods') return key(value) === key(DEFAULTS.methods);
  if (name === 'cors-allow-headers') return key(value) === key(DEFAULTS.headers);
  return name === 'cors-max-age' && value === DEFAULTS.maxAge;
}

/** One change with all annotations of an object: those that stand there are set in place. */
function annotate(text: string, ingress: YAMLMap, values: Values): readonly Change[] {
  const where = `metadata.annotations of Ingress ${nameOf(ingress)}`;
  const index = ingressesOf(text).findIndex((each) => nameOf(each) === nameOf(ingress));
  let after = text;
  const set = (key: string, value: string): void => {
    const target = ingressesOf(after)[index] ?? ingress;
    const { text: put, at } = setAt(after, target, ['metadata', 'annotations', key], value);
    after = applyChanges(after, [{ where, text: put, at }]);
  };
  const standing = annotationsOf(ingress);
  for (const name of CORS_ANNOTATIONS) {
    const value = values[name];
    if (value !== undefined && standing.get(name)?.value !== value) {
      if (standing.has(name) || !isDefault(name, value)) set(PREFIX + name, value);
    }
    // What stays behind would still be in force: the only one without a value of its own.
    if (value === undefined && name === 'cors-expose-headers' && standing.has(name))
      set(PREFIX + name, 'Content-Type');
  }
  return [smallest(text, after, where)];
}

function ingressesOf(text: string): readonly YAMLMap[] {
  return readYaml({ file: '', text }).maps.filter(isIngress);
}

/** The change between two texts as one span: whole lines. */
function smallest(before: string, after: string, where: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // Back to the beginning of a line in both.
  while (
    tail > 0 &&
    !(startsLine(before, before.length - tail) && startsLine(after, after.length - tail))
  )
    tail--;
  const end = before.length - tail;
  return { where, text: after.slice(start, after.length - tail), at: { start, end } };
}

function startsLine(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** An Ingress for the place alone, as the one that answered there, with annotations of its own. */
function newObject(
  text: string,
  { ingress, host, path }: Location,
  place: Place,
  values: Values,
): Change {
  const whole = ingress.toJSON() as {
    metadata: {
      name?: string;
      namespace?: string;
      labels?: unknown;
      annotations?: Record<string, unknown>;
    };
    spec: { ingressClassName?: unknown; tls?: unknown };
  };
  const { metadata, spec } = whole;
  const others = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => !CORS_ANNOTATIONS.some((name) => key === PREFIX + name),
  );
  const set = Object.entries(values).map(([name, value]) => [PREFIX + name, value] as const);
  const slug = place.path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const name = `${metadata.name ?? 'ingress'}-${slug}`.slice(0, 253);
  const object = {
    apiVersion: textAt(ingress, 'apiVersion'),
    kind: 'Ingress',
    metadata: {
      name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: Object.fromEntries([...others, ...set]),
    },
    spec: {
      ...(spec.ingressClassName === undefined ? {} : { ingressClassName: spec.ingressClassName }),
      ...(spec.tls === undefined ? {} : { tls: spec.tls }),
      rules: [
        {
          ...(host === '' ? {} : { host }),
          http: {
            paths: [
              { path: place.path, pathType: 'Prefix', backend: backendOf(ingress, host, path) },
            ],
          },
        },
      ],
    },
  };
  const separator = text === '' || text.endsWith('\n') ? '---\n' : '\n---\n';
  return {
    where: `a new Ingress beside ${nameOf(ingress)}, which answers other paths, too`,
    text: separator + stringify(object, { lineWidth: 0 }),
    at: { start: text.length, end: text.length },
  };
}

function backendOf(ingress: YAMLMap, host: string, path: string): unknown {
  for (const rule of itemsAt(ingress, 'spec', 'rules'))
    for (const item of itemsAt(rule, 'http', 'paths'))
      if ((textAt(rule, 'host') ?? '') === host && (textAt(item, 'path') ?? '/') === path)
        return (item.toJSON() as { backend?: unknown }).backend ?? nodeAt(item, 'backend');
  return {};
}
