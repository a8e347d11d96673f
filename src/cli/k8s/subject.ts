import {
  findController,
  loadObjects,
  ofClass,
  type FoundController,
  type KubernetesObjects,
} from '../../kubernetes/index.js';
import { escapeControls } from '../../reporters/index.js';
import { positionAt } from '../../targets/index.js';
import {
  controllerVersion,
  isAddress,
  serversOf,
  type IngressObject,
  type Servers,
} from '../../targets/ingress-nginx/model.js';
import { UsageError, type Io } from '../io.js';
import type { K8sOptions } from './options.js';
import { readSources, type Sources } from './sources.js';

/** All that a `whycors k8s` command works on. */
export interface Subject {
  readonly sources: Sources['sources'];
  readonly objects: KubernetesObjects;
  /** Those that Ingress NGINX serves. */
  readonly ingresses: readonly IngressObject[];
  readonly servers: Servers;
  readonly controller: FoundController;
  /** What was assumed or left out, a sentence each. */
  readonly notes: readonly string[];
  /** Whether something that was named could not be used, which was said on standard error. */
  readonly incomplete: boolean;
}

/**
 * Reads what the user named.
 * @throws UsageError where there is no Ingress object at all
 */
export async function readSubject(
  files: readonly string[],
  options: K8sOptions,
  io: Io,
): Promise<Subject> {
  if (
    options.controllerVersion !== undefined &&
    controllerVersion(options.controllerVersion) === null
  )
    throw new UsageError(
      `--controller-version: "${options.controllerVersion}" is no version: write 1.11.3.`,
    );
  if (options.clientIp !== undefined && !isAddress(options.clientIp))
    throw new UsageError(`--client-ip: "${options.clientIp}" is no IP address.`);
  const { sources, notes, failed } = await readSources(files, options, io);
  const objects = loadObjects(sources);
  for (const line of failed) io.err(`whycors: ${escapeControls(line)}\n`);
  const bad = objects.problems.filter(({ rule }) => rule !== 'no-objects');
  for (const { source, span, message } of bad) {
    const { line, column } = positionAt(source.text, span.start);
    io.err(`whycors: ${escapeControls(`${source.file}:${line}:${column}: ${message}`)}\n`);
  }
  const { served, left } = ofClass(objects, options.ingressClass);
  if (served.length === 0) throw new UsageError(nothing(objects, left));
  const { controllerVersion: version, clientIp } = options;
  const controller = findController(objects, {
    ...(version === undefined ? {} : { version }),
    ...(clientIp === undefined ? {} : { clientAddress: clientIp }),
  });
  return {
    sources,
    objects,
    ingresses: served,
    servers: serversOf(served),
    controller,
    notes: [...notes, ...leftOut(objects, left)],
    incomplete: failed.length > 0 || bad.length > 0,
  };
}

function nothing({ skipped }: KubernetesObjects, left: ReadonlyMap<string, number>): string {
  if (left.size > 0)
    return `No Ingress object is of Ingress NGINX: their classes are ${[...left.keys()].join(', ')}. Name one with --ingress-class.`;
  const kinds = [...skipped].map(([kind, count]) => `${count} of ${kind}`).join(', ');
  return `There is no Ingress object in what was named${kinds === '' ? '' : ` (${kinds})`}.`;
}

function leftOut({ skipped }: KubernetesObjects, left: ReadonlyMap<string, number>): string[] {
  const notes: string[] = [];
  const passed = [...skipped.values()].reduce((total, each) => total + each, 0);
  if (passed > 0) {
    const kinds = [...skipped.keys()].toSorted().slice(0, 6).join(', ');
    const more = skipped.size > 6 ? ', …' : '';
    notes.push(`${many(passed, 'object')} of other kinds passed over: ${kinds}${more}.`);
  }
  for (const [name, count] of left)
    notes.push(`${many(count, 'Ingress object')} of class ${name} left out: not of Ingress NGINX.`);
  return notes;
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
