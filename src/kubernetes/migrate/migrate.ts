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
import { configurationsOf, type WrittenUnit } from './written.js';
import { routedObjects, type RoutedObject, type RoutedPath } from './routed.js';

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
  /** Names of objects that answer nothing: canaries, and those whose paths are all others'. */
  readonly idle: readonly string[];
  /** What differs on the wire, each once, with how many paths it is so on. */
  readonly habits: readonly (Habit & { readonly paths: number })[];
}

/**
 * Carries the CORS behaviour of Ingress objects over and proves that browsers see the same.
 * @param onProof called with the number of objects that are proved, and of all
 */
export function migrate(
  ingresses: readonly IngressObject[],
  servers: Servers,
  controller: Controller,
  destination: Destination,
  onProof: (done: number, all: number) => void = () => {},
): Migration {
  const routed = routedObjects(ingresses, servers);
  const units = unitsOf(routed, destination);
  const done = units.map((unit) => writeUnit(unit, controller, destination));
  const written = done.flatMap(({ members }) => members);
  const text = done.map((each) => each.text).join('');
  const before: Configuration = {
    routes: [],
    simulate: (request, upstream) => simulate(servers, request, upstream, controller),
  };
  const afterAt = configurationsOf(done, destination.target);
  const habits = new Map<string, Habit & { paths: number }>();
  const objects = written.map(({ object, carried, notCarried }, index): ObjectMigration => {
    const { policy, warnings } = carried;
    const paths: PathProof[] = [];
    for (const host of object.hosts) {
      const after = afterAt(host.host);
      for (const path of host.paths) {
        if (path.sample === null || after === null) continue;
        const url = urlAt(host, path.sample);
        paths.push(proveSame(before, after, policy, url));
        const origin = policy === null ? null : (allowedTrials(policy, url)[0]?.origin ?? null);
        for (const habit of compareHabits(before, after, url, origin)) count(habits, habit);
      }
    }
    onProof(index + 1, written.length);
    return {
      ingress: object.ingress,
      name: fullName(object.ingress),
      cors: policy !== null,
      paths,
      notCarried,
      warnings: [...warnings, ...openEnds(object)],
      otherAnnotations: [...object.ingress.annotations.keys()].filter(
        (name) => !/^(?:enable-cors|cors-)/.test(name),
      ),
    };
  });
  const busy = new Set(routed.map(({ ingress }) => ingress));
  const idle = ingresses.filter((ingress) => !busy.has(ingress)).map(fullName);
  return { destination, text, objects, idle, habits: [...habits.values()] };
}

/** What a path answers today beyond its path elements. */
function openEnds({ hosts }: RoutedObject): string[] {
  return hosts.flatMap(({ host, paths }) =>
    paths.flatMap(({ path, location, openEnd }) =>
      openEnd
        ? `${host}${location.path} answers ${path}x, too, today: a use-regex or rewrite-target of this host makes patterns with an open end of all its paths. Afterwards it answers ${path} and what is below it.`
        : [],
    ),
  );
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
): WrittenUnit & { readonly members: readonly Written[] } {
  let text = destination.write(sayable(whole, destination));
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
      for (const { said, place, reason } of placesOf(object, destination)) {
        if (place === null) {
          notCarried.push(`${said}: ${reason}`);
          continue;
        }
        const after = emitAt(own.policy, place, text, destination);
        if (typeof after === 'string') text = after;
        else notCarried.push(...after.map((why) => `${said}: ${why}`));
      }
    return { object, carried: own, notCarried };
  });
  return { text, hosts: whole.hosts.map(({ host }) => host), members: written };
}

/** An object without the paths that the destination has no word for. */
function sayable({ ingress, hosts }: RoutedObject, { pattern }: Destination): RoutedObject {
  if (pattern !== undefined) return { ingress, hosts };
  return {
    ingress,
    hosts: hosts.flatMap(({ host, paths }) => {
      const said = paths.filter(({ kind }) => kind !== 'Regex');
      return said.length === 0 ? [] : [{ host, paths: said }];
    }),
  };
}

/** Where a policy is to be put, and how that is called; no place where it cannot, with the reason. */
interface PolicyPlace {
  readonly said: string;
  readonly place: Place | null;
  readonly reason: string;
}

/** Each path, longest first, or the whole host. */
function placesOf({ hosts }: RoutedObject, destination: Destination): readonly PolicyPlace[] {
  return hosts.flatMap((host) => [
    ...(destination.corsPerHost === true
      ? [{ said: host.host, place: placeAt(urlAt(host, '/')), reason: '' }]
      : []),
    ...host.paths.flatMap((path): PolicyPlace[] => {
      const said = `${host.host}${path.location.path}`;
      const reason = whyNot(path, destination);
      if (reason !== null) return [{ said, place: null, reason }];
      if (destination.corsPerHost === true) return [];
      const pattern = path.kind === 'Regex' ? destination.pattern?.(path.path) : undefined;
      return [{ said, place: placeAt(urlAt(host, path.sample ?? ''), pattern), reason: '' }];
    }),
  ]);
}

/** Why a path cannot be carried over with a proof; null where it can. */
function whyNot({ kind, sample }: RoutedPath, { title, pattern }: Destination): string | null {
  if (kind === 'Regex' && pattern === undefined)
    return `a regular expression, which is not carried over to ${title}: write its route by hand.`;
  if (sample !== null) return null;
  return kind === 'Regex'
    ? 'no request can be made up that this expression answers, so nothing could be proved.'
    : 'the pattern of another path answers there today, so that this one answers nothing: take out the one that is not meant.';
}

function placeAt(url: string, pattern?: string): Place {
  const slash = url.indexOf('/', 'https://'.length);
  const place = { origin: url.slice(0, slash), path: url.slice(slash), upstream: '' };
  return pattern === undefined ? place : { ...place, pattern };
}

/** The text with the policy at a place, or why it cannot be said. */
function emitAt(
  policy: CorsPolicy,
  place: Place,
  text: string,
  { target }: Destination,
): string | readonly string[] {
  const emission = target.emit(policy, place, { file: target.file, text });
  return emission.kind === 'cannot' ? emission.reasons : applyChanges(text, emission.changes);
}
