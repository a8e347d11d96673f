import type {
  CredentialsMode,
  HeaderList,
  Initiator,
  NetworkFailureKind,
  RedirectMode,
  RequestMode,
} from '../../protocol/index.js';

/** One answer of a server, as on the wire. */
export interface ScenarioAnswer {
  readonly status: number;
  readonly headers: HeaderList;
}

/** No answer: the network fails. */
export interface ScenarioFailure {
  readonly error: NetworkFailureKind;
  /** What the network stack says about it, for people. */
  readonly detail?: string;
}

/** What answers at one URL. */
export interface ScenarioExchange<Answer = ScenarioAnswer> {
  readonly url: string;
  /** The answer to OPTIONS that is a CORS-preflight; without it `response` answers that, too. */
  readonly preflight?: Answer;
  readonly response?: Answer;
}

/** What the page asks for. All but `url` have the defaults of fetch(). */
export interface ScenarioRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly credentials?: CredentialsMode;
  readonly mode?: RequestMode;
  readonly redirect?: RedirectMode;
  readonly body?: string;
  /** Seconds of virtual time after the request before it. */
  readonly after?: number;
}

/** A cookie in the jar at the start. */
export interface ScenarioCookie {
  readonly url: string;
  /** As in Set-Cookie. */
  readonly set: string;
}

/** One request, or several that one page makes in order, and what the servers answer. */
export interface Scenario {
  readonly id: string;
  /** A serialized origin, or "null". */
  readonly origin: string;
  readonly initiator?: Initiator;
  /** The origin of the page in the address bar; default `origin`, and none for "null". */
  readonly topLevelOrigin?: string;
  /** Where the page's script runs; default window. A "null" origin is a sandboxed iframe. */
  readonly context?: 'window' | 'worker';
  readonly request?: ScenarioRequest;
  readonly requests?: readonly ScenarioRequest[];
  readonly cookies?: readonly ScenarioCookie[];
  /** Address spaces by origin, the page's among them; without it Local Network Access is not checked. */
  readonly addressSpaces?: Readonly<Record<string, 'public' | 'local' | 'loopback'>>;
  readonly exchanges: readonly ScenarioExchange<ScenarioAnswer | ScenarioFailure>[];
}
