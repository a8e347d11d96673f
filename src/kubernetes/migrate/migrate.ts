import { allowedTrials, type CorsPolicy } from '../../policy/index.js';
import { applyChanges, type Configuration, type Place } from '../../targets/index.js';
import {
  fullName,
  simulate,
  type Controller,
  type IngressObject,
  type Servers,
} from '../../targets/ingress-nginx/model.js';
import { carriedPolicy } from './carry.js';
import type { Destination } from './destination.js';
import { compareHabits, type Habit } from './habits.js';
import { proveSame, urlAt, type PathProof } from './proof.js';
import { routedObjects, type RoutedObject } from './routed.js';

/** What became of one Ingress object. */
export interface ObjectMigration {
  readonly ingress: IngressObject;
  readonly name: string;
  readonly cors: boolean;
  readonly paths: readonly PathProof[];
  /** What the destination cannot say, with its reasons: nothing was emitted there. */
  readonly notCarried: readonly string[];
  /** What is in force today and not what it looks like. */
  readonly warnings: readonly string[];
  /** Annotations that are about something else and have to be carried over by hand. */
  readonly otherAnnotations: readonly string[];
}

export interface Migration {
  readonly destination: Destination;
  readonly text: string;
  readonly objects: readonly ObjectMigration[];
  /** What differs on the wire, each once, with how many paths it is so on. */
  readonly habits: readonly (Habit & { readonly paths: number })[];
}

/** Carries the CORS behaviour of Ingress objects over and proves that browsers see the same. */
export function migrate(
  ingresses: readonly IngressObject[],
  servers: Servers,
  controller: Controller,
  destination: Destination,
): Migration {
  const units = unitsOf(routedObjects(ingresses, servers), destination);
  const done = units.map((unit) => writeUnit(unit, controller, destination));
  const written = done.flatMap(({ members }) => members);
  const text = done.map((each) => each.text).join('');
  const before: Configuration = {
    routes: [],
    simulate: (request, upstream) => simulate(servers, request, upstream, controller),
  };
  const after = destination.target.read({ file: destination.target.file, text }).value;
  const habits = new Map<string, Habit & { paths: number }>();
  const objects = written.map(({ object, carried, notCarried }): ObjectMigration => {
    const { policy, warnings } = carried;
    const paths: PathProof[] = [];
    for (const host of object.hosts)
      for (const path of host.paths) {
        const url = urlAt(host, path);
        if (url === null || after === null) continue;
        paths.push(proveSame(before, after, policy, url));
        const origin = policy === null ? null : (allowedTrials(policy, url)[0]?.origin ?? null);
        for (const habit of compareHabits(before, after, url, origin)) count(habits, habit);
      }
    return {
      ingress: object.ingress,
      name: fullName(object.ingress),
      cors: policy !== null,
      paths,
      notCarried,
      warnings,
      otherAnnotations: [...object.ingress.annotations.keys()].filter(
        (name) => !/^(?:enable-cors|cors-)/.test(name),
      ),
    };
  });
  return { destination, text, objects, habits: [...habits.values()] };
}

function count(habits: Map<string, Habit & { paths: number }>, habit: Habit): void {
  const key = `${habit.about}\n${habit.before}\n${habit.after}`;
  const known = habits.get(key);
  if (known === undefined) habits.set(key, { ...habit, paths: 1 });
  else known.paths++;
}

/** Ingress objects that become one text: each by itself, or all of a host together. */
interface Unit {
  /** What is written. */
  readonly whole: RoutedObject;
  /** The parts of Ingress objects in it. */
  readonly members: readonly RoutedObject[];
}

function unitsOf(
  objects: readonly RoutedObject[],
  { perHost = false }: Destination,
): readonly Unit[] {
  if (!perHost) return objects.map((whole) => ({ whole, members: [whole] }));
  const hosts = new Map<string, RoutedObject[]>();
  for (const { ingress, hosts: own } of objects)
    for (const host of own)
      hosts.set(host.host, [...(hosts.get(host.host) ?? []), { ingress, hosts: [host] }]);
  return [...hosts].flatMap(([host, members]) => {
    const paths = members
      .flatMap((member) => member.hosts.flatMap((each) => each.paths))
      .toSorted((a, b) => b.path.length - a.path.length);
    const [first] = members;
    return first === undefined
      ? []
      : [{ whole: { ingress: first.ingress, hosts: [{ host, paths }] }, members }];
  });
}

interface Written {
  readonly object: RoutedObject;
  readonly carried: ReturnType<typeof carriedPolicy>;
  readonly notCarried: readonly string[];
}

function writeUnit(
  { whole, members }: Unit,
  controller: Controller,
  destination: Destination,
): { readonly text: string; readonly members: readonly Written[] } {
  let text = destination.write(whole);
  const carried = members.map((object) => carriedPolicy(object.ingress, controller));
  const policies = new Set(carried.map(({ policy }) => JSON.stringify(policy)));
  const written = members.map((object, index): Written => {
    const own = carried[index]!;
    const notCarried: string[] = [];
    if (destination.corsPerHost === true && policies.size > 1)
      notCarried.push(
        `The Ingress objects of ${object.hosts[0]?.host ?? ''} have different CORS settings, and here a host has one: make them the same first, or give the paths hosts of their own.`,
      );
    else if (own.policy !== null)
      for (const [url, said] of placesOf(object, destination)) {
        if (url === null) {
          notCarried.push(`${said}: a pattern, for which no request can be made up to prove it.`);
          continue;
        }
        const after = emitAt(own.policy, url, text, destination);
        if (typeof after === 'string') text = after;
        else notCarried.push(...after.map((reason) => `${said}: ${reason}`));
      }
    return { object, carried: own, notCarried };
  });
  return { text, members: written };
}

/** Where a policy is to be put, and how that is called: each path, longest first, or the whole host. */
function placesOf(
  { hosts }: RoutedObject,
  { corsPerHost = false }: Destination,
): readonly (readonly [url: string | null, said: string])[] {
  return hosts.flatMap((host) => {
    if (corsPerHost) {
      const root = urlAt(host, { ...host.paths[0]!, path: '/', kind: 'Prefix' });
      return [[root, host.host] as const];
    }
    return host.paths.map((path) => [urlAt(host, path), `${host.host}${path.path}`] as const);
  });
}

/** The text with the policy at a URL's path, or why it cannot be said. */
function emitAt(
  policy: CorsPolicy,
  url: string,
  text: string,
  { target }: Destination,
): string | readonly string[] {
  const slash = url.indexOf('/', 'https://'.length);
  const place: Place = { origin: url.slice(0, slash), path: url.slice(slash), upstream: '' };
  const emission = target.emit(policy, place, { file: target.file, text });
  return emission.kind === 'cannot' ? emission.reasons : applyChanges(text, emission.changes);
}
