import { useEffect, useState } from 'preact/hooks';
import type {
  KubernetesAnswer,
  KubernetesBlame,
  KubernetesObjects,
} from '../../kubernetes/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { Location, Servers } from '../../targets/ingress-nginx/model.js';
import type { CallState } from '../model/state.js';
import { Words } from './Words.js';

interface ClusterViewProps {
  readonly text: string;
  readonly state: CallState;
}

interface Loaded {
  readonly objects: KubernetesObjects;
  readonly servers: Servers;
  readonly answer: KubernetesAnswer;
  readonly blame: KubernetesBlame | null;
}

/** Hosts, their paths and objects; the one that answers the call is lit. */
export function ClusterView({ text, state }: ClusterViewProps) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    void Promise.all([
      import('../../kubernetes/index.js'),
      import('../../targets/ingress-nginx/model.js'),
    ]).then(([kubernetes, { serversOf, DEFAULT_CONTROLLER }]) => {
      const objects = kubernetes.loadObjects([{ file: 'pasted', text }]);
      const servers = serversOf(kubernetes.ofClass(objects).served);
      const answer = kubernetes.askKubernetes(servers, state.request, state.origin, {
        controller: DEFAULT_CONTROLLER,
        engines: ['chromium', 'firefox', 'webkit'],
      });
      const blame = kubernetes.blameObject(answer, DEFAULT_CONTROLLER.version);
      setLoaded({ objects, servers, answer, blame });
    });
  }, [text, state]);
  if (loaded === null)
    return (
      <p class="note" aria-busy="true">
        Reading …
      </p>
    );
  const { objects, servers, answer, blame } = loaded;
  const failure = answer.engines[0]?.outcome.failure ?? null;
  return (
    <section class="card" aria-labelledby="cluster-title">
      <h2 id="cluster-title">The Ingress objects</h2>
      {objects.problems.map(({ message, span }) => (
        <p key={`${span.start} ${message}`} class="trouble">
          {message}
        </p>
      ))}
      {servers.size === 0 && <p class="note">There is no Ingress object of Ingress NGINX in it.</p>}
      <p role="status">
        {answer.location === null ? (
          <>Nothing here answers {state.request.url}: give the call below.</>
        ) : (
          <>
            <strong>
              {answer.location.ingress.namespace}/{answer.location.ingress.name}
            </strong>{' '}
            answers {state.request.url};{' '}
            {failure === null ? (
              'browsers let the call through.'
            ) : (
              <>
                browsers refuse it {failurePlace(failure)}: <Words text={failurePhrase(failure)} />.
              </>
            )}
          </>
        )}
      </p>
      {blame !== null && (
        <p class="note">
          {blame.message}{' '}
          {blame.span.end > 0 && (
            <code>{blame.source.text.slice(blame.span.start, blame.span.end)}</code>
          )}
        </p>
      )}
      <ul class="hosts">
        {[...servers.values()].map(({ host, locations }) => (
          <li key={host}>
            <h3>{host === '' ? 'every other host' : host}</h3>
            <ul>
              {locations.map((location) => (
                <Path
                  key={`${location.path} ${location.exact} ${location.ingress.name}`}
                  location={location}
                  lit={location === answer.location}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Path({ location, lit }: { readonly location: Location; readonly lit: boolean }) {
  const { path, exact, ingress, backend, made } = location;
  return (
    <li class={lit ? 'path lit' : 'path'} aria-current={lit ? 'true' : undefined}>
      <code>{path}</code> {exact ? 'exact' : 'and below'} → {ingress.namespace}/{ingress.name}
      {made ? ' (made by the controller: 404)' : ` → ${backend ?? 'no service'}`}
      {lit && <strong> answers</strong>}
    </li>
  );
}
