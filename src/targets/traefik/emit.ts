import { isMap, isSeq, stringify, type YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import { canMatchBelow } from '../support/pattern.js';
import { appendItem, prependItem, removeEntry, setAt } from '../support/yaml/edit.js';
import { nodeAt, readYaml, spanOf } from '../support/yaml/read.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { configOf, inOrder, isTraefik, type Router, type TraefikConfig } from './config.js';
import { corsJson, corsOf, customCors, OPTIONS, policyOf, refusesPreflights } from './cors.js';

/**
 * A headers middleware of the place's own, first in the chain of each router that
 * answers there; a router of its own where that one answers elsewhere, too.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const url = parseUrl(place.origin + place.path);
  const config = read(existing.text);
  const all = inOrder(config.routers).filter(
    ({ rule }) => url !== null && reaches(rule, url.hostname, place),
  );
  const reasons: string[] = [];
  if (policy.privateNetwork)
    reasons.push(
      'Traefik has no option for Access-Control-Allow-Private-Network; let the API itself send it.',
    );
  if (all.length === 0)
    reasons.push(`No router of ${existing.file} answers at ${place.origin}${place.path}.`);
  const odd = all.find(
    ({ rule }) => rule.odd || rule.methods.length > 0 || isOtherPattern(rule, place),
  );
  if (odd !== undefined)
    reasons.push(
      `The rule of ${odd.name} (${odd.text}) asks for more than hosts and paths, so that preflights may go elsewhere than their requests: put the policy by hand.`,
    );
  const custom = all
    .flatMap(({ middlewares }) => middlewares)
    .find((name) => {
      const found = config.middlewares.get(name);
      return found !== undefined && customCors(found.spec).some(({ value }) => value !== '');
    });
  if (custom !== undefined)
    reasons.push(
      `The middleware ${custom} sets Access-Control-* headers on every answer (customResponseHeaders), whatever its origin: take them out first.`,
    );
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  let text = existing.text;
  for (const [index, router] of all.entries()) text = mended(text, router, policy, place, index);
  const reload =
    all[0]?.kind === 'file'
      ? 'Traefik watches the file and takes it up at once.'
      : 'kubectl apply -f the file; Traefik takes it up at once.';
  const where =
    all[0]?.kind === 'file'
      ? 'http of the dynamic configuration'
      : `IngressRoute ${all[0]?.name} and its Middleware`;
  const changes = text === existing.text ? [] : [whole(existing.text, text, where)];
  return { kind: 'change', changes, reload, notes: notesOf(policy, changes) };
}

function notesOf(policy: CorsPolicy, changes: readonly Change[]): readonly string[] {
  if (changes.length === 0 || policy.origins.length === 0) return [];
  return [
    'Preflights are answered without Vary: Origin, and with Allow-Methods and Allow-Headers to every origin; browsers look at Allow-Origin first.',
    ...(policy.maxAge === null
      ? [
          'Without accessControlMaxAge Traefik sends Access-Control-Max-Age: 0: a preflight before each request.',
        ]
      : []),
  ];
}

function read(text: string): TraefikConfig {
  return configOf(readYaml({ file: '', text }).maps.filter(isTraefik));
}

/** The text with one router's part done. The router is found again, as places move. */
function mended(
  text: string,
  before: Router,
  policy: CorsPolicy,
  place: Place,
  index: number,
): string {
  const config = read(text);
  const router = config.routers.find(
    (each) =>
      each.name === before.name && each.text === before.text && each.namespace === before.namespace,
  );
  if (router === undefined) return text;
  const inside =
    router.rule.paths.every(({ kind, path }) =>
      kind === 'regex' ? path === place.pattern : isWithin(path, place.path),
    ) && router.rule.paths.length > 0;
  const hosts = router.rule.hosts.length <= 1;
  const own = router.middlewares.filter((name) => {
    const found = config.middlewares.get(name);
    return found !== undefined && corsOf(found.spec) !== null;
  });
  if (says(config, own, policy)) return text;
  if (!(inside || (place.path === '/' && router.rule.paths.length === 0)) || !hosts)
    return ownRouter(text, config, router, policy, place, index);
  return inPlace(text, config, router, own, policy, place, index);
}

function says({ middlewares }: TraefikConfig, own: readonly string[], policy: CorsPolicy): boolean {
  if (own.length === 0) return policy.origins.length === 0;
  const [name = ''] = own;
  const cors = corsOf(middlewares.get(name)!.spec);
  const said = cors && policyOf(cors);
  return (
    own.length === 1 &&
    said !== null &&
    policy.origins.length > 0 &&
    isEquivalent(said, policy) &&
    (cors?.vary === true || said.origins.some(({ kind }) => kind === 'any'))
  );
}

function inPlace(
  given: string,
  config: TraefikConfig,
  router: Router,
  own: readonly string[],
  policy: CorsPolicy,
  place: Place,
  index: number,
): string {
  let text = given;
  const [only] = own;
  const used = (name: string): number =>
    config.routers.filter(({ middlewares }) => middlewares.includes(name)).length;
  const held = only === undefined ? undefined : config.middlewares.get(only);
  // Its own middleware, with nothing else in it, is changed where it stands.
  if (
    own.length === 1 &&
    held !== undefined &&
    only !== undefined &&
    used(only) === 1 &&
    policy.origins.length > 0 &&
    isAllCors(held.spec)
  )
    return put(text, setAt(text, held.spec, ['headers'], corsJson(policy)));
  const kept = router.middlewares.filter((name) => !own.includes(name));
  const name = policy.origins.length === 0 ? null : freeName(config, router, place, index);
  text = withChain(text, config, router, own, name, kept);
  return name === null ? text : withMiddleware(text, router, name, policy);
}

/** The chain with the place's middleware in it: an item changed or added where that is enough, else the list anew. */
function withChain(
  text: string,
  config: TraefikConfig,
  router: Router,
  own: readonly string[],
  name: string | null,
  kept: readonly string[],
): string {
  const { node, middlewares } = router;
  if (own.length === 0 && name !== null)
    return put(
      text,
      prependItem(text, node, 'middlewares', reference(router, nameIn(router, name))),
    );
  const at = middlewares.indexOf(own[0] ?? '');
  const item = nodeAt(node, 'middlewares', at);
  const guarded = middlewares.slice(0, at).some((each) => {
    const found = config.middlewares.get(each);
    return found === undefined || refusesPreflights(found.spec);
  });
  if (own.length === 1 && name !== null && item !== null && !guarded)
    return isMap(item)
      ? put(text, setAt(text, item as YAMLMap, ['name'], name))
      : put(text, { text: name, at: spanOf(item) });
  if (own.length === 1 && name === null && item !== null && kept.length > 0) {
    const { start, end } = spanOf(item);
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const lineEnd = text.indexOf('\n', end - 1);
    if (/^\s*-\s*$/.test(text.slice(lineStart, start)) && lineEnd !== -1)
      return put(text, { text: '', at: { start: lineStart, end: lineEnd + 1 } });
  }
  return putList(text, router, name === null ? kept : [nameIn(router, name), ...kept]);
}

/** Whether a middleware has nothing but CORS in it. */
function isAllCors(spec: YAMLMap): boolean {
  const headers = nodeAt(spec, 'headers');
  return (
    spec.items.length === 1 &&
    isMap(headers) &&
    headers.items.every(({ key }) => OPTIONS.some((option) => option === String(key)))
  );
}

/** A router for the place alone: a longer rule goes before a shorter one. */
function ownRouter(
  given: string,
  config: TraefikConfig,
  router: Router,
  policy: CorsPolicy,
  place: Place,
  index: number,
): string {
  const host = parseUrl(place.origin)?.hostname ?? '';
  const below = place.path.endsWith('/') ? place.path : `${place.path}/`;
  const path =
    place.path === '/' ? '' : ` && (Path(\`${place.path}\`) || PathPrefix(\`${below}\`))`;
  const rule = `Host(\`${host}\`)${path}`;
  const json = router.node.toJSON() as Record<string, unknown>;
  const kept = router.middlewares.filter((name) => {
    const found = config.middlewares.get(name);
    return found === undefined || corsOf(found.spec) === null;
  });
  const name = policy.origins.length === 0 ? null : freeName(config, router, place, index);
  const list = (name === null ? kept : [nameIn(router, name), ...kept]).map((each) =>
    reference(router, each),
  );
  const priority = router.priority === null ? {} : { priority: router.priority + 1 };
  const { middlewares: _middlewares, ...rest } = json;
  const fresh = {
    ...rest,
    ...(router.kind === 'crd' ? { match: rule } : { rule }),
    ...priority,
    ...(list.length === 0 ? {} : { middlewares: list }),
  };
  let text = given;
  if (router.kind === 'file') {
    const key = `${router.name}-${slug(place.path)}`;
    text = put(text, setAt(text, router.root, ['http', 'routers', key], fresh));
  } else {
    const routes = nodeAt(router.root, 'spec', 'routes');
    if (!isSeq(routes)) return text;
    text = put(text, appendItem(text, routes, fresh));
  }
  return name === null ? text : withMiddleware(text, router, name, policy);
}

/** Adds the middleware: a document of its own, or an entry of the same file. */
function withMiddleware(text: string, router: Router, name: string, policy: CorsPolicy): string {
  if (router.kind === 'file') {
    const again = read(text).routers.find((each) => each.name === router.name);
    if (again === undefined) return text;
    return put(
      text,
      setAt(text, again.root, ['http', 'middlewares', name], { headers: corsJson(policy) }),
    );
  }
  const apiVersion = String((router.root.toJSON() as { apiVersion?: unknown }).apiVersion);
  const namespace = router.namespace === 'default' ? {} : { namespace: router.namespace };
  const object = {
    apiVersion,
    kind: 'Middleware',
    metadata: { name, ...namespace },
    spec: { headers: corsJson(policy) },
  };
  const separator = text === '' || text.endsWith('\n') ? '---\n' : '\n---\n';
  return text + separator + stringify(object, { lineWidth: 0 });
}

function putList(
  text: string,
  { kind, node, namespace }: Router,
  names: readonly string[],
): string {
  if (names.length === 0) {
    const edit = removeEntry(text, node, 'middlewares');
    return edit === null ? text : put(text, edit);
  }
  const list = names.map((name) => reference({ kind, namespace } as Router, name));
  return put(text, setAt(text, node, ['middlewares'], list));
}

function reference({ kind, namespace }: Pick<Router, 'kind' | 'namespace'>, name: string): unknown {
  if (kind === 'file') return name;
  const slash = name.indexOf('/');
  const own = name.slice(0, slash);
  const plain = name.slice(slash + 1);
  return own === namespace ? { name: plain } : { name: plain, namespace: own };
}

function nameIn({ kind, namespace }: Router, name: string): string {
  return kind === 'crd' ? `${namespace}/${name}` : name;
}

function freeName(config: TraefikConfig, router: Router, { path }: Place, index: number): string {
  const wanted = `${router.name}-cors${path === '/' ? '' : `-${slug(path)}`}${index === 0 ? '' : `-${index + 1}`}`;
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!config.middlewares.has(nameIn(router, name))) return name;
  }
}

function slug(path: string): string {
  const text = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return text.replaceAll(/^-|-$/g, '') || 'root';
}

/** Whether a rule can answer at the place; of one whose paths are an expression, whether it is that. */
function reaches(
  { hosts, paths }: Router['rule'],
  hostname: string,
  { path, pattern }: Place,
): boolean {
  if (hosts.length > 0 && !hosts.includes(hostname)) return false;
  if (pattern !== undefined)
    return paths.some((each) => each.kind === 'regex' && each.path === pattern);
  return (
    paths.length === 0 ||
    paths.some((each) =>
      each.kind === 'regex'
        ? !each.path.startsWith('^') || canMatchBelow(each.path, path)
        : isWithin(each.path, path) || (each.kind === 'prefix' && path.startsWith(each.path)),
    )
  );
}

/** Whether it is not known which of the place's paths a rule takes. */
function isOtherPattern({ paths }: Router['rule'], { pattern }: Place): boolean {
  return paths.some(({ kind, path }) => kind === 'regex' && path !== pattern);
}

function isWithin(value: string, path: string): boolean {
  return value === path || value.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function put(text: string, edit: { readonly text: string; readonly at: Change['at'] }): string {
  return applyChanges(text, [{ where: '', ...edit }]);
}

/** One change from the first to the last difference, in whole lines. */
function whole(before: string, after: string, where: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {
    where,
    text: after.slice(start, after.length - tail),
    at: { start, end: before.length - tail },
  };
}
