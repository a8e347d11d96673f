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
  const written = routedObjects(ingresses, servers).map((object) =>
    writeObject(object, controller, destination),
  );
  const text = written.map((each) => each.text).join('');
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

interface Written {
  readonly object: RoutedObject;
  readonly text: string;
  readonly carried: ReturnType<typeof carriedPolicy>;
  readonly notCarried: readonly string[];
}

function writeObject(
  object: RoutedObject,
  controller: Controller,
  destination: Destination,
): Written {
  const carried = carriedPolicy(object.ingress, controller);
  let text = destination.write(object);
  const notCarried: string[] = [];
  if (carried.policy !== null)
    for (const host of object.hosts)
      // Longest first: a place that is emitted later takes nothing from those below it.
      for (const path of host.paths) {
        const url = urlAt(host, path);
        if (url === null) {
          notCarried.push(
            `${host.host}${path.path}: a pattern, for which no request can be made up to prove it.`,
          );
          continue;
        }
        const after = emitAt(carried.policy, url, text, destination);
        if (typeof after === 'string') text = after;
        else notCarried.push(...after.map((reason) => `${host.host}${path.path}: ${reason}`));
      }
  return { object, text, carried, notCarried };
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
