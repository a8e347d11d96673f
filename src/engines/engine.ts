import {
  standardBehaviour,
  type Behaviour,
  type Client,
  type FetchRequest,
  type Outcome,
} from '../protocol/index.js';

/** The standard itself and the three browsers' engines. */
export type EngineName = 'standard' | 'chromium' | 'firefox' | 'webkit';

/** All engines, the standard first. */
export const ENGINE_NAMES: readonly EngineName[] = ['standard', 'chromium', 'firefox', 'webkit'];

/** One way in which a browser departs from the standard. */
export interface EngineDecision {
  /** Kebab-case, unique within the engine. */
  readonly id: string;
  /** What it does, in one sentence, and what the standard says instead. */
  readonly what: string;
  /** Version since which, where known. */
  readonly since?: string;
  /** Where this comes from: a file of the browser's source, a bug, or `measured` with the version. */
  readonly source: string;
  /** Id of the conformance scenario that shows it. */
  readonly scenario: string;
  /** The points of the protocol that it changes. */
  readonly behaviour: Partial<Behaviour>;
}

/** What an engine prints and names, besides what it decides. */
export interface EngineWords {
  /** The console lines for this outcome, word for word, in their order; none when nothing is printed. */
  consoleLines(
    outcome: Outcome,
    asked: FetchRequest,
    client: Pick<Client, 'origin' | 'context'>,
  ): readonly string[];
  /** The engine's own name for the failure (Chromium: the CorsError code), or null where it has none. */
  failureName(outcome: Outcome): string | null;
}

/** A browser's engine, or the standard: what it decides and what it prints. */
export interface Engine extends EngineWords {
  readonly name: EngineName;
  /** As people call it: "Chromium", "the Fetch Standard". */
  readonly title: string;
  readonly decisions: readonly EngineDecision[];
  readonly behaviour: Behaviour;
}

/** An engine from its decisions: the standard's behaviour with each decision's points laid over it, in order. */
export function defineEngine(
  name: EngineName,
  title: string,
  decisions: readonly EngineDecision[],
  words: EngineWords,
): Engine {
  const behaviour = Object.assign(
    {},
    standardBehaviour,
    ...decisions.map((decision) => decision.behaviour),
  ) as Behaviour;
  return { name, title, decisions, behaviour, ...words };
}
