import type { Failure, FailureCode } from '../protocol/index.js';
import type { Source, Span } from '../targets/index.js';
import {
  corsSettings,
  fullName,
  type ControllerVersion,
  type Location,
} from '../targets/ingress-nginx/model.js';
import type { EngineAnswer, KubernetesAnswer } from './ask.js';

/** The piece of an object that a refusal comes from. */
export interface KubernetesBlame {
  readonly source: Source;
  readonly span: Span;
  /** What is wrong there, a sentence or two. */
  readonly message: string;
}

const ANNOTATION_OF: Partial<Readonly<Record<FailureCode, string>>> = {
  'method-not-allowed': 'cors-allow-methods',
  'allow-methods-malformed': 'cors-allow-methods',
  'header-not-allowed': 'cors-allow-headers',
  'allow-headers-malformed': 'cors-allow-headers',
  'allow-credentials-not-true': 'cors-allow-credentials',
  'wildcard-origin-with-credentials': 'cors-allow-origin',
  'allow-origin-mismatch': 'cors-allow-origin',
};

const DENIED =
  'This turns the caller’s address away, preflights too where CORS does not answer first: it is not enabled for this origin.';

/** Actions of annotations, and what a caller can do about each. */
const ACTIONS: Readonly<Record<string, string>> = {
  'ssl-redirect': 'TLS of this host redirects http to https: let the page call https.',
  'force-ssl-redirect': 'This redirects http to https: let the page call https.',
  'app-root': 'This redirects "/" to another path before CORS is looked at: call that path.',
  'permanent-redirect': 'This redirects every request: let the page call where it leads.',
  'temporal-redirect': 'This redirects every request: let the page call where it leads.',
  'from-to-www-redirect':
    'This redirects the other of the two names before CORS is looked at: let the page call the name that is served.',
  'auth-type':
    'This asks for a password, which no preflight has, and CORS does not answer first: it is not enabled for this origin.',
  'auth-url':
    'This asks another service about each request; a preflight, which carries no login, is turned away, and CORS does not answer first: it is not enabled for this origin.',
  'global-auth-url':
    'The controller asks another service about each request; a preflight, which carries no login, is turned away, and CORS does not answer first: it is not enabled for this origin.',
  'auth-signin':
    'This sends who is not signed in to another page: a redirect, which ends a preflight and loses the origin of a request. An API should answer 401 instead.',
  'whitelist-source-range': DENIED,
  'allowlist-source-range': DENIED,
  'denylist-source-range': DENIED,
  'auth-tls-secret':
    'This asks for a client certificate, which no preflight brings; the controller answers 400 before CORS is looked at.',
};

/** What of the objects makes the first engine refuse; null where it does not, or no object is in it. */
export function blameObject(
  answer: KubernetesAnswer,
  version: ControllerVersion,
): KubernetesBlame | null {
  const [main] = answer.engines;
  if (main === undefined || main.outcome.failure === null) return null;
  const { failure } = main.outcome;
  const refused = main.exchanges.at(-1)?.answer;
  const redirect = byRedirect(main);
  const acting = refused?.action === null ? redirect : refused;
  const action = acting?.action ?? null;
  if (acting != null && action !== null && acting.span !== null) {
    const ingress = acting.location?.ingress ?? answer.server?.ingresses[0];
    if (ingress === undefined) return null;
    const { source } = ingress;
    return { source, span: acting.span, message: ACTIONS[action] ?? `${action} answers.` };
  }
  const location = refused?.location ?? null;
  return location === null ? null : inObject(location, failure, answer, version);
}

/** A redirect that led to where the refusal was. */
function byRedirect({
  exchanges,
}: EngineAnswer): EngineAnswer['exchanges'][number]['answer'] | null {
  const last = exchanges.findLast(({ answer }) => answer.action !== null);
  return last?.answer ?? null;
}

function inObject(
  { ingress, made }: Location,
  failure: Failure,
  { origin, server }: KubernetesAnswer,
  version: ControllerVersion,
): KubernetesBlame {
  const { source, annotations } = ingress;
  const settings = corsSettings(annotations, version);
  const at = (name: string): Span =>
    annotations.get(name)?.valueSpan ?? annotations.get('enable-cors')?.span ?? ingress.span;
  const name = ANNOTATION_OF[failure.code];
  if (settings === null) {
    const sibling = server?.ingresses.find(
      (each) => corsSettings(each.annotations, version) !== null,
    );
    const also =
      sibling === undefined
        ? ''
        : ` Ingress ${fullName(sibling)} enables it for other paths of this host, which counts for nothing here.`;
    const what = made
      ? 'No path answers here, so that the host’s first object answers with 404, and it does not enable CORS.'
      : 'CORS is not enabled on this object: the request goes to the service as if no browser had asked.';
    return { source, span: ingress.span, message: what + also };
  }
  if (name === undefined || failure.code === 'allow-origin-mismatch')
    return {
      source,
      span: at('cors-allow-origin'),
      message: `${origin} is not among the origins in force here: ${settings.origins.entries.join(', ') || 'nobody'}.`,
    };
  const dropped = settings.dropped.includes(name);
  const given = annotations.get(name);
  const what = dropped
    ? `The controller throws this value away and takes its default instead.`
    : given === undefined
      ? `${name} is not set: its default is in force.`
      : 'This value is in force.';
  const wildcard =
    failure.code === 'wildcard-origin-with-credentials'
      ? ' Every origin is allowed (*), which counts for nothing with credentials: name the origins.'
      : '';
  return { source, span: at(name), message: what + wildcard };
}
