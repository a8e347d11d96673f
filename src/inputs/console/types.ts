import type { FailureCode, Initiator } from '../../protocol/index.js';

/** The engines that print console lines. */
export type ConsoleEngine = 'chromium' | 'firefox' | 'webkit';

/** What a message that is not about CORS tells of. */
export type ForeignKind =
  | 'mixed-content'
  | 'content-security-policy'
  | 'local-network-access'
  | 'resource-policy'
  | 'embedder-policy'
  | 'opaque-response-blocked'
  | 'blocked-by-client'
  | 'blocked-port'
  | 'blocked-scheme'
  | 'connection-refused'
  | 'host-not-found'
  | 'certificate'
  | 'connection'
  | 'net-failed'
  | 'http-status'
  | 'authorization-warning'
  | 'not-xml'
  | 'unsafe-header'
  | 'exception';

/** What both kinds of messages tell of the call; null where the text does not say. */
interface Told {
  readonly engine: ConsoleEngine | null;
  /** As printed, or as much of it as there is. */
  readonly url: string | null;
  /** Whether `url` is a whole http or https URL that can be asked. */
  readonly urlComplete: boolean;
  readonly origin: string | null;
  readonly method: string | null;
  readonly status: number | null;
}

/** A refusal by the CORS protocol. */
export interface CorsMessage extends Told {
  readonly kind: 'cors';
  /** All failures that the engine prints this line for; none where the reason is not in the text. */
  readonly codes: readonly FailureCode[];
  /** What the line means, in one sentence; null where the reason is not in the text. */
  readonly meaning: string | null;
  /** Which answer was refused; null where the line does not say. */
  readonly during: 'preflight' | 'response' | null;
  readonly redirectedFrom: string | null;
  readonly initiator: Initiator | null;
  /** The request-header at fault, lower-case. */
  readonly header: string | null;
  /** The value that the server sent. */
  readonly value: string | null;
  /** Whether the text ends before the line does, or begins after it. */
  readonly cut: boolean;
}

/** Something else that a console says of a call. */
export interface ForeignMessage extends Told {
  readonly kind: 'foreign';
  readonly what: ForeignKind;
  /** The browser's own name of the error, such as `net::ERR_FAILED`. */
  readonly error: string | null;
  /** The failures of the protocol that it stands for, where it does for any. */
  readonly codes: readonly FailureCode[];
}

/** What one line of a console, or several that belong together, says. */
export type ConsoleMessage = CorsMessage | ForeignMessage;

/** What a pasted text holds, in its order; what only repeats a refusal is left out. */
export interface ConsoleReading {
  readonly messages: readonly ConsoleMessage[];
}
