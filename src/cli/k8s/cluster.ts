import { spawn } from 'node:child_process';
import type { ManifestSource } from '../../kubernetes/index.js';
import { UsageError } from '../io.js';
import type { K8sOptions } from './options.js';
import type { Sources } from './sources.js';

/** What is read of a cluster besides Ingress objects, and what it is for. */
const ASIDE = [
  ['ingressclasses', [], 'which controller serves which class'],
  [
    'deployments,daemonsets,configmaps',
    ['--all-namespaces', '--selector', 'app.kubernetes.io/name=ingress-nginx'],
    'the version and the ConfigMap of the controller',
  ],
] as const;

/**
 * Objects through the user's own kubectl, which knows every way to log in. Nothing
 * but `get` is run.
 * @throws UsageError where kubectl is missing or the Ingress objects cannot be read
 */
export async function readCluster(options: K8sOptions): Promise<Sources> {
  const where = [
    ...(options.context === undefined ? [] : ['--context', options.context]),
    ...(options.namespace === undefined
      ? options.allNamespaces === true
        ? ['--all-namespaces']
        : []
      : ['--namespace', options.namespace]),
  ];
  const context = options.context === undefined ? [] : ['--context', options.context];
  const file = options.context === undefined ? 'cluster' : `cluster ${options.context}`;
  const [ingresses, ...aside] = await Promise.all([
    get(['ingresses.networking.k8s.io', ...where]),
    ...ASIDE.map(([kinds, selection]) => get([kinds, ...context, ...selection])),
  ]);
  if (ingresses === undefined || ingresses.text === null)
    throw new UsageError(
      `kubectl get ingresses: ${ingresses?.error ?? ''}\nName files, a folder or - (standard input) to do without a cluster.`,
    );
  const sources: ManifestSource[] = [{ file, text: ingresses.text, fromCluster: true }];
  const notes: string[] = [];
  for (const [index, { text, error }] of aside.entries()) {
    if (text !== null) sources.push({ file, text, fromCluster: true });
    else notes.push(`Not read: ${ASIDE[index]?.[2]} (${error}).`);
  }
  return { sources, notes, failed: [] };
}

/** The last thing that happened to an object by its events, a sentence; what came of asking where none is there. */
export async function lastEvent(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { context }: K8sOptions,
): Promise<string> {
  const { text, error } = await get([
    'events',
    ...(context === undefined ? [] : ['--context', context]),
    '--namespace',
    namespace,
    '--field-selector',
    `involvedObject.kind=Ingress,involvedObject.name=${name}`,
  ]);
  if (text === null) return `Not read: the events of Ingress ${namespace}/${name} (${error}).`;
  const { items = [] } = JSON.parse(text) as { items?: readonly EventJson[] };
  const last = items
    .toSorted((a, b) => ((a.lastTimestamp ?? '') < (b.lastTimestamp ?? '') ? -1 : 1))
    .at(-1);
  if (last === undefined)
    return `Ingress ${namespace}/${name} has no events: they are kept for an hour only.`;
  const { type = '', reason = '', message = '', lastTimestamp = '' } = last;
  return `Last event of Ingress ${namespace}/${name}: ${type} ${reason}, ${message} (${lastTimestamp}).`;
}

interface EventJson {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string;
}

interface Answer {
  readonly text: string | null;
  /** One line. */
  readonly error: string;
}

/** Runs `kubectl get … -o json`. */
function get(args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn('kubectl', ['get', ...args, '--output', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve({
        text: null,
        error: code === 'ENOENT' ? 'kubectl is not installed' : `kubectl: ${code}`,
      }),
    );
    child.on('close', (code) => {
      if (code === 0) resolve({ text: Buffer.concat(out).toString('utf8'), error: '' });
      else resolve({ text: null, error: err.trim().split('\n').at(-1) ?? `exit code ${code}` });
    });
  });
}
