import type { Source, Span } from '../targets/index.js';
import { readYaml } from '../targets/support/yaml/read.js';
import {
  ingressFromJson,
  ingressFromYaml,
  isIngress,
  type IngressObject,
} from '../targets/ingress-nginx/model.js';
import { readTemplates } from './templates.js';

/** Something of a source that could not be used, or not for what it seems to be. */
export interface LoadProblem {
  readonly source: Source;
  readonly span: Span;
  readonly rule: 'yaml-syntax' | 'json-syntax' | 'template-not-rendered' | 'no-objects';
  readonly message: string;
}

/** An object that is no Ingress but tells about the controller: plain JSON. */
export interface OtherObject {
  readonly kind: string;
  readonly name: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** What manifests or a cluster hold, as far as CORS and routing go. */
export interface KubernetesObjects {
  readonly ingresses: readonly IngressObject[];
  readonly others: readonly OtherObject[];
  /** How many objects of each kind were passed over. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly problems: readonly LoadProblem[];
}

/** A text with objects; from a cluster it has no places that a user could look at. */
export interface ManifestSource extends Source {
  readonly fromCluster?: boolean;
}

/** Kinds that tell which controller runs, and how. */
const TELLING = new Set(['ConfigMap', 'Deployment', 'DaemonSet', 'IngressClass']);

/** JSON of this size is read without places in it: it comes from a cluster, and nobody edits it. */
const LARGE_JSON = 1_000_000;

/** Reads objects from texts, YAML or JSON, Lists too. A document that is broken costs only itself. */
export function loadObjects(sources: readonly ManifestSource[]): KubernetesObjects {
  const found: Found = { ingresses: [], others: [], skipped: new Map(), problems: [] };
  for (const source of sources) {
    const before = count(found);
    if (isJson(source)) loadJson(source, found);
    else loadYaml(source, found);
    if (count(found) === before && source.text.trim() !== '')
      found.problems.push({
        source,
        span: { start: 0, end: 0 },
        rule: 'no-objects',
        message: 'There is no Kubernetes object in it.',
      });
  }
  return found;
}

interface Found {
  readonly ingresses: IngressObject[];
  readonly others: OtherObject[];
  readonly skipped: Map<string, number>;
  readonly problems: LoadProblem[];
}

function count({ ingresses, others, skipped, problems }: Found): number {
  return ingresses.length + others.length + skipped.size + problems.length + sum(skipped);
}

function sum(skipped: ReadonlyMap<string, number>): number {
  return [...skipped.values()].reduce((total, each) => total + each, 0);
}

function isJson({ text, fromCluster = false }: ManifestSource): boolean {
  return fromCluster || (text.length > LARGE_JSON && /^\s*[[{]/.test(text.slice(0, 100)));
}

function loadYaml(source: Source, found: Found): void {
  const { text, problems: templates } = readTemplates(source);
  found.problems.push(...templates);
  const { maps, problems } = readYaml({ ...source, text });
  for (const { span, message } of problems)
    found.problems.push({ source, span, rule: 'yaml-syntax', message });
  for (const map of maps) {
    if (isIngress(map)) {
      found.ingresses.push(ingressFromYaml(map, source));
      continue;
    }
    const kind = String(map.get('kind') ?? '');
    if (TELLING.has(kind)) addOther(map.toJSON(), found);
    else skip(kind, found);
  }
}

function loadJson(source: Source, found: Found): void {
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? source.text.length);
    const span = { start: at, end: at };
    const message = `This is no JSON: ${error instanceof Error ? error.message : String(error)}.`;
    found.problems.push({ source, span, rule: 'json-syntax', message });
    return;
  }
  // Its text is let go: nobody is shown a place in it, and it may be large.
  const nowhere: Source = { file: source.file, text: '' };
  for (const object of itemsOf(value)) {
    const ingress = ingressFromJson(object, nowhere);
    if (ingress !== null) found.ingresses.push(ingress);
    else addOther(object, found);
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const items = (value as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items : [value];
}

function addOther(value: unknown, found: Found): void {
  const json = (typeof value === 'object' && value !== null ? value : {}) as OtherObject['json'];
  const kind = typeof json['kind'] === 'string' ? json['kind'] : '';
  if (!TELLING.has(kind)) return skip(kind, found);
  const { name } = (json['metadata'] ?? {}) as { name?: unknown };
  found.others.push({ kind, name: typeof name === 'string' ? name : '', json });
}

function skip(kind: string, { skipped }: Found): void {
  const name = kind === '' ? 'no kind' : kind;
  skipped.set(name, (skipped.get(name) ?? 0) + 1);
}
