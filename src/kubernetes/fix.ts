import { createTwoFilesPatch } from 'diff';
import type { EngineName } from '../engines/index.js';
import {
  corsPolicy,
  derivePolicy,
  mergePolicies,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../policy/index.js';
import { parseUrl, type FetchRequest } from '../protocol/index.js';
import { applyChanges, type Change, type Source } from '../targets/index.js';
import {
  annotate,
  annotationValues,
  cannotSay,
  corsSettings,
  missingValues,
  policyOf,
  PREFIX,
  serversOf,
  splitObject,
  type Controller,
  type IngressObject,
  type Location,
} from '../targets/ingress-nginx/model.js';
import { askKubernetes, type KubernetesAnswer } from './ask.js';
import { ofClass } from './controller.js';
import { loadObjects, type ManifestSource } from './load.js';

/** A change of one Ingress object for one call. */
export type KubernetesFix =
  | { readonly kind: 'none'; readonly why: string }
  | {
      readonly kind: 'change';
      readonly ingress: IngressObject;
      /** What the call needs, with what the object allows already. */
      readonly policy: CorsPolicy;
      readonly notes: readonly string[];
      /** Null for objects from a cluster, which have no file. */
      readonly file: {
        readonly before: Source;
        readonly after: string;
        readonly diff: string;
      } | null;
      /** The same on the object as it is in the cluster; null where a new object is needed. */
      readonly command: string | null;
      /** The call after the change: simulated again with all objects. */
      readonly after: KubernetesAnswer | null;
    };

export interface FixOptions {
  readonly controller: Controller;
  readonly engines: readonly EngineName[];
  readonly ingressClass?: string;
  /** Give the path an object of its own instead of annotating one that has other paths, too. */
  readonly split?: boolean;
}

/** Makes the change for a call that is refused, and tries it on all objects. */
export function fixKubernetes(
  sources: readonly ManifestSource[],
  { request, origin, location }: KubernetesAnswer,
  { controller, engines, ingressClass, split = false }: FixOptions,
): KubernetesFix {
  if (location === null || location.backend === null)
    return { kind: 'none', why: nobody(request, location) };
  const { ingress } = location;
  const { policy, notes } = wantedPolicy(ingress, request, origin, controller);
  const reasons = cannotSay(policy);
  if (reasons.length > 0) return { kind: 'none', why: reasons.join(' ') };
  const values = annotationValues(policy);
  const others = pathsOf(ingress).filter((each) => each !== `${location.host}${location.path}`);
  const apart = split && others.length > 0;
  const command = apart
    ? null
    : annotateCommand(ingress, missingValues(ingress.annotations, values));
  const change = { kind: 'change', ingress, policy, command } as const;
  const also =
    others.length === 0 || apart
      ? []
      : [
          `The annotations hold for all paths of this object, so for ${list(others)}, too. --split gives ${location.path} an object of its own.`,
        ];
  if (ingress.node === null)
    return { ...change, notes: [...notes, ...also], file: null, after: null };
  const before = ingress.source;
  const place = { origin: parseUrl(request.url)?.origin ?? '', path: location.path, upstream: '' };
  const changes: readonly Change[] = apart
    ? splitObject(before.text, location, ingress.node, place, values)
    : annotate(before.text, ingress, values);
  const text = applyChanges(before.text, changes);
  const again = loadObjects(
    sources.map((source) => (source === before ? { ...source, text } : source)),
  );
  const servers = serversOf(ofClass(again, ingressClass).served);
  return {
    ...change,
    notes: [...notes, ...also],
    file: { before, after: text, diff: unifiedDiff(before, text) },
    after: askKubernetes(servers, request, origin, { controller, engines }),
  };
}

function nobody(request: FetchRequest, location: Location | null): string {
  const url = parseUrl(request.url);
  const where = `${url?.hostname ?? ''}${url?.pathname ?? ''}`;
  return location === null
    ? `No Ingress object answers ${where}: add a rule for it first.`
    : `No path of an Ingress answers ${where}; the controller itself answers 404. Add a path for it first.`;
}

/** What the object allows, as far as that was meant, and what the call needs. */
function wantedPolicy(
  { annotations }: IngressObject,
  request: FetchRequest,
  origin: string,
  { version }: Controller,
): { readonly policy: CorsPolicy; readonly notes: readonly string[] } {
  const { policy: needed } = derivePolicy([{ origin, request }]);
  const settings = corsSettings(annotations, version);
  if (settings === null) return { policy: needed, notes: [] };
  const given = annotations.get('cors-allow-origin')?.value ?? '';
  const meant =
    settings.origins.invalid || settings.origins.skipped.length > 0 ? originsMeant(given) : null;
  const had = policyOf(settings);
  const merged = mergePolicies(
    meant === null ? had : corsPolicy({ ...had, origins: meant }),
    needed,
  );
  return { policy: merged.policy, notes: merged.notes };
}

/** The origins of a value that the controller throws away, in whole or in part. */
function originsMeant(value: string): readonly AllowedOrigin[] {
  return value.split(/[\s,]+/).flatMap((entry) => {
    const { value: read, repaired } = readAllowedOrigin(entry);
    const origin = read ?? repaired;
    return origin === null || origin.kind === 'any' ? [] : [origin];
  });
}

function pathsOf({ rules }: IngressObject): readonly string[] {
  return rules.flatMap(({ host, paths }) => paths.map(({ path }) => `${host}${path}`));
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, 4);
  if (items.length > shown.length) shown.push(`${items.length - shown.length} more`);
  return new Intl.ListFormat('en').format(shown);
}

/** `kubectl annotate` for a shell of POSIX. */
function annotateCommand(
  ingress: IngressObject,
  values: readonly (readonly [string, string])[],
): string {
  const { namespace, name } = ingress;
  const quoted = values.map(([key, value]) => shellQuote(`${PREFIX}${key}=${value}`));
  return [
    `kubectl annotate ingress ${shellQuote(name)} -n ${shellQuote(namespace)} --overwrite`,
    ...quoted,
  ].join(' \\\n  ');
}

function shellQuote(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function unifiedDiff({ file, text }: Source, after: string): string {
  const patch = createTwoFilesPatch(file, file, text, after, undefined, undefined, { context: 3 });
  return patch.slice(patch.indexOf('--- ')).trimEnd();
}
