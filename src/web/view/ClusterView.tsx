import { parseUrl } from '../../protocol/index.js';
import type { Location, Server } from '../../targets/ingress-nginx/servers.js';
import type { ClusterAnswer } from '../model/cluster.js';
import type { Judged } from '../model/judge.js';
import type { OpenCluster } from '../model/open-cluster.js';
import type { CallState } from '../model/state.js';

interface ClusterViewProps {
  /** Null while it is loaded. */
  readonly open: OpenCluster | null;
  readonly state: CallState;
  readonly judged: Judged;
  /** Null once the answers are no longer the simulated ones. */
  readonly answer: ClusterAnswer | null;
  readonly onUrl: (url: string) => void;
}

/** Hosts, their paths and objects; the one that answers the call is lit. */
export function ClusterView({ open, state, judged, answer, onUrl }: ClusterViewProps) {
  if (open === null)
    return (
      <section class="card" aria-busy="true" aria-labelledby="cluster-title">
        <h2 id="cluster-title">The Ingress objects</h2>
        <p class="hint">Reading …</p>
      </section>
    );
  const { objects, servers } = open.cluster;
  const { location } = answer ?? open.ask(state);
  const none = [...servers.values()].every(({ ingresses }) => ingresses.length === 0);
  return (
    <section class="card cluster" aria-labelledby="cluster-title">
      <h2 id="cluster-title">The Ingress objects</h2>
      {objects.problems.map(({ message, span }) => (
        <p key={`${span.start} ${message}`} class="trouble">
          {message}
        </p>
      ))}
      {none ? (
        <p>
          No Ingress object of Ingress NGINX is in it. Paste what{' '}
          <code>kubectl get ingress -A -o yaml</code> prints.
        </p>
      ) : (
        <>
          <p role="status" class="lead">
            {location === null ? (
              <>Nothing here answers {state.request.url}: choose a path.</>
            ) : (
              <>
                <b>{nameOf(location)}</b> answers {pathOf(state.request.url)}
                {answer !== null &&
                  (judged.verdict === 'allowed'
                    ? ', and browsers let the call through.'
                    : ', and browsers refuse the call.')}
              </>
            )}
          </p>
          {answer?.blame != null && (
            <p class="callout bad">
              {answer.blame.message}{' '}
              {answer.blame.span.end > 0 && (
                <code>
                  {answer.blame.source.text.slice(answer.blame.span.start, answer.blame.span.end)}
                </code>
              )}
            </p>
          )}
          <ul class="hosts">
            {[...servers.values()]
              .filter(({ locations }) => locations.length > 0)
              .map((server) => (
                <Host key={server.host} server={server} lit={location} open={open} onUrl={onUrl} />
              ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface HostProps {
  readonly server: Server;
  readonly lit: Location | null;
  readonly open: OpenCluster;
  readonly onUrl: (url: string) => void;
}

function Host({ server: { host, locations }, lit, open, onUrl }: HostProps) {
  return (
    <li>
      <h3>{host === '' ? 'every other host' : host}</h3>
      <ul class="paths">
        {locations.map((location) => (
          <li
            key={`${location.path} ${location.exact} ${nameOf(location)}`}
            class={location === lit ? 'path lit' : 'path'}
          >
            <button
              type="button"
              class="link"
              aria-current={location === lit ? 'true' : undefined}
              onClick={() => onUrl(open.urlAt(location))}
            >
              {location.path}
              <span class="hidden"> of {host}: call it</span>
            </button>
            <span class="hint">{location.exact ? 'exactly' : 'and below'}</span>
            <span class="hop" aria-hidden="true">
              →
            </span>
            {location.made ? (
              <span class="object hint">nothing: the controller answers 404</span>
            ) : (
              <span class="object">
                <b>{nameOf(location)}</b>{' '}
                <span class="hint">to {location.backend ?? 'no service'}</span>
              </span>
            )}
            {location === lit && <span class="tag lit-tag">answers</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}

function nameOf({ ingress }: Location): string {
  return `${ingress.namespace}/${ingress.name}`;
}

function pathOf(url: string): string {
  const parsed = parseUrl(url);
  return parsed === null ? url : `${parsed.host}${parsed.pathname}`;
}
