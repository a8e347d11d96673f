import type { FailureCode } from '../../protocol/index.js';
import type { ConsoleEngine, ForeignKind } from './types.js';

/** A reason: the part of a console line that says why. */
export interface ReasonEntry {
  readonly role: 'reason';
  readonly engine: ConsoleEngine;
  /** With `{name}` for what varies; quotes and white space do not count. */
  readonly text: string;
  readonly codes: readonly FailureCode[];
  readonly meaning: string;
  readonly during?: 'preflight' | 'response';
  /** Said once more of the request itself, after the reason that matters. */
  readonly followUp?: boolean;
}

/** What a place says where no reason is given. */
interface Alone {
  readonly codes: readonly FailureCode[];
  readonly meaning: string;
  /** The engine that says it so without a reason. */
  readonly engine?: ConsoleEngine;
}

/** The part of a console line that says which call. */
export interface PlaceEntry {
  readonly role: 'place';
  /** Null where several engines say it so. */
  readonly engine: ConsoleEngine | null;
  readonly text: string;
  /** Whether the place stands behind the reason, not before it. */
  readonly behind?: boolean;
  /** What it means where no reason is given. */
  readonly alone?: Alone;
}

/** Something that is added to a line, and belongs to the reason before it. */
export interface SuffixEntry {
  readonly role: 'suffix';
  readonly engine: ConsoleEngine | null;
  readonly text: string;
  readonly during?: 'preflight';
}

/** A message that is not about CORS. */
export interface ForeignEntry {
  readonly role: 'foreign';
  readonly engine: ConsoleEngine | null;
  readonly text: string;
  readonly what: ForeignKind;
  readonly codes?: readonly FailureCode[];
}

/** One line, or a part of one, that consoles print or printed. */
export type ConsoleEntry = ReasonEntry | PlaceEntry | SuffixEntry | ForeignEntry;
