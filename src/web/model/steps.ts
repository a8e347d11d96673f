import {
  nameIs,
  parseUrl,
  type Failure,
  type HeaderList,
  type NetworkRequest,
  type TraceEntry,
} from '../../protocol/index.js';
import { isBefore } from '../../reporters/moment.js';
import { wrongAt } from '../../reporters/wrong-part.js';
import type { Answer } from './answers.js';
import type { Judged } from './judge.js';

/** One message of the sequence: what the browser sends, or what comes back. */
export interface Step {
  /** What names it among the steps of one call. */
  readonly id: string;
  readonly side: 'out' | 'back';
  /** Index of the exchange. */
  readonly exchange: number;
  readonly request: NetworkRequest;
  readonly answer: Answer;
  /** Why the call stops here; null where it goes on. */
  readonly failure: Failure | null;
  readonly decisions: readonly TraceEntry[];
  /** The lane of the server, 1 and up. */
  readonly lane: number;
}

/** A lane of the picture: the browser, a proxy that says so, or a server. */
export interface Lane {
  readonly title: 'Browser' | 'Proxy' | 'Server';
  readonly name: string;
}

/** More than fit beside each other share the last. */
const MOST_LANES = 4;

/** The steps of a call in their order. */
export function stepsOf(
  { outcome, answers, verdict }: Judged,
  lanes: readonly Lane[],
): readonly Step[] {
  const failure = verdict === 'allowed' ? null : outcome.failure;
  return outcome.exchanges.flatMap(({ request }, exchange): Step[] => {
    const own = outcome.trace.filter((entry) => entry.exchange === exchange);
    const common = {
      exchange,
      request,
      answer: answers[exchange]!,
      lane: laneOf(request.url, lanes),
    };
    const stops = failure?.exchange === exchange && failure.during !== 'before' ? failure : null;
    return [
      {
        ...common,
        id: `out ${exchange}`,
        side: 'out',
        failure: null,
        decisions: own.filter((entry) => isBefore(entry) && entry.result !== 'fail'),
      },
      {
        ...common,
        id: `back ${exchange}`,
        side: 'back',
        failure: stops,
        decisions: own.filter((entry) => !isBefore(entry) || entry.result === 'fail'),
      },
    ];
  });
}

/** The step that a reader wants to see first: where it stops, else the last answer. */
export function mainStep(steps: readonly Step[]): string | null {
  return (steps.find(({ failure }) => failure !== null) ?? steps.at(-1))?.id ?? null;
}

/** Who takes part in a call: the browser, what is in the middle, each server. */
export function lanesOf(
  { outcome, answers }: Judged,
  origin: string,
  url: string,
): readonly Lane[] {
  const hosts = outcome.exchanges.map(({ request }) => hostOf(request.url));
  const servers = [...new Set(hosts.length === 0 ? [hostOf(url)] : hosts)];
  const via = answers.flatMap(({ headers }) => headers).find(([name]) => nameIs(name, 'via'))?.[1];
  const lanes: Lane[] = [
    { title: 'Browser', name: origin === 'null' ? 'a page without an origin' : hostOf(origin) },
    ...(via === undefined ? [] : [{ title: 'Proxy', name: via } as const]),
    ...servers.map((name) => ({ title: 'Server', name }) as const),
  ];
  return lanes.slice(0, MOST_LANES);
}

function laneOf(url: string, lanes: readonly Lane[]): number {
  const host = hostOf(url);
  const at = lanes.findIndex(({ title, name }) => title === 'Server' && name === host);
  return at === -1 ? lanes.length - 1 : at;
}

function hostOf(url: string): string {
  return parseUrl(url)?.host ?? url;
}

/** A header as sent, cut where it begins to be wrong. */
export interface MarkedHeader {
  readonly name: string;
  readonly right: string;
  /** Empty where nothing of this line is wrong. */
  readonly wrong: string;
  /** Whether it is one that should be there and is not. */
  readonly missing: boolean;
}

/** The headers of an answer with what is wrong of them, and the one that is missing. */
export function markedHeaders(
  headers: HeaderList,
  failure: Failure | null,
): readonly MarkedHeader[] {
  const wanted = failure?.details.header;
  const fault = headers.filter(([name]) => wanted !== undefined && nameIs(name, wanted));
  const marked = headers.map((header): MarkedHeader => {
    const [name, value] = header;
    // The same line may stand there twice: it is the line itself that is looked up.
    const line = fault.indexOf(header);
    const plain = { name, right: value, wrong: '', missing: false };
    if (failure === null || line === -1) return plain;
    if (isAboutOneLine(failure)) {
      const at = wrongAt(value, line, fault.length, failure);
      if (at === null) return plain;
      return { ...plain, right: value.slice(0, at), wrong: value.slice(at) || ' ' };
    }
    return { ...plain, right: '', wrong: value === '' ? ' ' : value };
  });
  const missing = wanted !== undefined && fault.length === 0;
  return missing
    ? [...marked, { name: capitalized(wanted), right: '', wrong: 'missing', missing: true }]
    : marked;
}

/** As people write it. */
function capitalized(name: string): string {
  return name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** Failures in which one place of one line is wrong; in the others it is all of the header. */
function isAboutOneLine({ code }: Failure): boolean {
  return !/^(?:method-not-allowed|header-not-allowed|cross-origin-resource-policy)$/.test(code);
}
