import type { KubernetesBlame, KubernetesObjects } from '../../kubernetes/index.js';
import {
  DEFAULT_CONTROLLER,
  serversOf,
  type Location,
  type Servers,
} from '../../targets/ingress-nginx/model.js';
import { askKubernetes } from '../../kubernetes/ask.js';
import { blameObject } from '../../kubernetes/blame.js';
import { ofClass } from '../../kubernetes/controller.js';
import { loadObjects } from '../../kubernetes/load.js';
import { withAnswer, type Answer } from './answers.js';
import type { CallState } from './state.js';

/** Kubernetes objects as Ingress NGINX serves them. */
export interface Cluster {
  readonly objects: KubernetesObjects;
  readonly servers: Servers;
  /** The manifest, for who wants it mended. */
  readonly text: string;
}

/** What the controller makes of a call. */
export interface ClusterAnswer {
  readonly location: Location | null;
  readonly blame: KubernetesBlame | null;
  readonly answers: readonly Answer[];
}

/** Reads a manifest. */
export function readCluster(text: string): Cluster {
  const objects = loadObjects([{ file: 'ingress.yaml', text }]);
  return { objects, servers: serversOf(ofClass(objects).served), text };
}

/** Which object answers a call, and how. */
export function askCluster({ servers }: Cluster, { request, origin }: CallState): ClusterAnswer {
  const answer = askKubernetes(servers, request, origin, {
    controller: DEFAULT_CONTROLLER,
    engines: ['chromium', 'firefox', 'webkit'],
  });
  const answers = answer.engines
    .flatMap(({ outcome }) => outcome.exchanges)
    .reduce<readonly Answer[]>(
      (known, { request: { kind, method, url }, result }) =>
        'headers' in result
          ? withAnswer(known, {
              kind,
              method,
              url,
              status: result.status,
              error: null,
              headers: result.headers,
              from: 'simulated',
            })
          : known,
      [],
    );
  const { location } = answer;
  return {
    location,
    blame: blameObject(answer, DEFAULT_CONTROLLER.version),
    // Without an object there is no answer of this server to show.
    answers: location === null ? [] : answers,
  };
}

/** A URL that a location answers. */
export function urlAt({ host, path }: Pick<Location, 'host' | 'path'>): string {
  const name = host === '' ? 'api.example.com' : host.replace(/^\*/, 'www');
  // What is a pattern cannot be told from its text: its plain beginning is a start.
  const plain = /^\/[\w./%~-]*/.exec(path)?.[0] ?? '/';
  return `https://${name}${plain}`;
}

/** The call that a manifest begins with: as it stands where the host is served, else to the first path there is. */
export function firstCall({ servers }: Cluster, state: CallState): CallState {
  const empty = { ...state, answers: [], notes: [], experiments: [] };
  const host = /^https?:\/\/([^/:?#]*)/.exec(state.request.url)?.[1] ?? '';
  if (servers.has(host)) return empty;
  const first = [...servers.values()]
    .flatMap(({ locations }) => locations)
    .find(({ made, host: own }) => !made && own !== '');
  if (first === undefined) return empty;
  return { ...empty, request: { ...state.request, url: urlAt(first) } };
}
