import type { Client } from './client.js';
import type { During, Failure, FailureCode, FailureDetails } from './failure.js';
import type { Header } from './headers/list.js';
import { isRedirectTainted, isSameOrigin, OPAQUE_ORIGIN } from './origin.js';
import type { Exchange } from './outcome.js';
import type {
  CredentialsMode,
  FetchRequest,
  Initiator,
  RedirectMode,
  RequestMode,
} from './request.js';
import type { StepId } from './steps.js';
import type { NoteCode, TraceEntry, TraceValue } from './trace.js';
import type { UrlRecord } from './url.js';

/** https://fetch.spec.whatwg.org/#concept-request-response-tainting */
export type ResponseTainting = 'basic' | 'cors' | 'opaque';

/**
 * A request while it is being fetched: the fields of the standard's request
 * that change on the way, and the trace of what was decided.
 */
export class RequestState {
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly origin: string;
  readonly initiator: Initiator;
  /** https://fetch.spec.whatwg.org/#use-cors-preflight-flag */
  readonly useCorsPreflight: boolean;
  /** What the page wrote, for failures that come before any URL is parsed. */
  readonly askedUrl: string;

  method = 'GET';
  headers: readonly Header[] = [];
  body: string | null = null;
  /** https://fetch.spec.whatwg.org/#concept-request-url-list */
  readonly urlList: UrlRecord[] = [];
  redirectCount = 0;
  responseTainting: ResponseTainting = 'basic';
  /** Whether any hop was fetched with makeCORSPreflight, be the preflight sent or found in the cache. */
  preflighted = false;
  /** The headers that the request was made with, whatever redirects did to them. */
  madeHeaders: readonly Header[] = [];
  /** Request-body-headers that the last redirect but one, or an earlier one, took away. */
  droppedHeaders: readonly Header[] = [];
  /** Request-body-headers that the last redirect took away. */
  justDroppedHeaders: readonly Header[] = [];
  /** What the next hop fails with once its preflight has passed. */
  failsAfterPreflight: Failure | null = null;
  /** Whether a hop carried Origin. */
  originSent = false;

  readonly trace: TraceEntry[] = [];
  readonly exchanges: Exchange[] = [];

  constructor(asked: FetchRequest, client: Client) {
    this.mode = asked.mode;
    this.redirect = asked.redirect;
    this.origin = client.origin;
    this.initiator = asked.initiator;
    this.askedUrl = asked.url;
    // withCredentials knows only "include" and "same-origin": https://xhr.spec.whatwg.org/#the-send()-method
    this.credentials =
      asked.initiator === 'xhr' && asked.credentials === 'omit' ? 'same-origin' : asked.credentials;
    this.useCorsPreflight = asked.uploadListeners === true;
  }

  /** https://fetch.spec.whatwg.org/#concept-request-current-url */
  get currentUrl(): UrlRecord {
    return this.urlList[this.urlList.length - 1]!;
  }

  get isCredentialed(): boolean {
    return this.credentials === 'include';
  }

  get isCurrentUrlSameOrigin(): boolean {
    return isSameOrigin(this.origin, this.currentUrl);
  }

  /** Whether the page asked its own origin, wherever redirects have led since. */
  get startedSameOrigin(): boolean {
    return isSameOrigin(this.origin, this.urlList[0]!);
  }

  /** https://fetch.spec.whatwg.org/#serializing-a-request-origin */
  serializedOrigin(): string {
    return isRedirectTainted(this.origin, this.urlList) ? OPAQUE_ORIGIN : this.origin;
  }

  /** Adds a decision about the network request to come. */
  note(
    step: StepId,
    code: NoteCode,
    result: 'pass' | 'note',
    data?: Readonly<Record<string, TraceValue>>,
  ): void {
    this.#add(this.exchanges.length, step, code, result, data);
  }

  /** Adds a decision about the exchange that has just ended. */
  noteLast(
    step: StepId,
    code: NoteCode,
    result: 'pass' | 'note',
    data?: Readonly<Record<string, TraceValue>>,
  ): void {
    this.#add(this.exchanges.length - 1, step, code, result, data);
  }

  #add(
    exchange: number,
    step: StepId,
    code: NoteCode,
    result: 'pass' | 'note',
    data?: Readonly<Record<string, TraceValue>>,
  ): void {
    this.trace.push(
      data === undefined
        ? { step, code, result, exchange }
        : { step, code, result, exchange, data },
    );
  }

  /** A failure, which `refuse` makes the end. `before` is about the exchange to come, all else about the last. */
  failure(step: StepId, code: FailureCode, during: During, details: FailureDetails): Failure {
    const exchange = during === 'before' ? this.exchanges.length : this.exchanges.length - 1;
    const url = this.urlList.length > 0 ? this.currentUrl.href : this.askedUrl;
    return { step, code, during, url, exchange, details };
  }

  /** Adds the failure to the trace and returns it. */
  refuse(failure: Failure): Failure {
    const { step, code, exchange } = failure;
    this.trace.push({ step, code, result: 'fail', exchange });
    return failure;
  }

  /** A failure that is the end at once. */
  fail(step: StepId, code: FailureCode, during: During, details: FailureDetails): Failure {
    return this.refuse(this.failure(step, code, during, details));
  }
}
