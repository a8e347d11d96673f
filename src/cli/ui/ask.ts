import { createLiveDriver } from '../../drivers/live/index.js';
import type { ExchangeMeta } from '../../evidence/index.js';
import { readCall, readOrigin } from '../../inputs/index.js';
import type { FetchRequest, NetworkRequest, NetworkResult } from '../../protocol/index.js';
import { AskError } from '../../server/index.js';
import { Asker, type Asked } from '../../live/asker.js';
import { runSession } from '../../live/session.js';

/** One exchange, as the page is told. */
interface Told {
  readonly kind: NetworkRequest['kind'];
  readonly method: string;
  readonly url: string;
  readonly result: NetworkResult;
  /** Whether a GET was sent in its place. */
  readonly standIn: boolean;
  readonly meta: ExchangeMeta | null;
}

/** Milliseconds for all that one call takes. */
const MAX_TIME = 20_000;

/** Remembers what browsers ask, once each; experiments are no part of that. */
class RecordingAsker extends Asker {
  readonly told = new Map<string, Told>();

  override async askFirst(asked: NetworkRequest): Promise<Asked> {
    const answer = await super.askFirst(asked);
    const { kind, method, url } = asked;
    const { result, meta = null } = answer.seen;
    this.told.set([kind, method, url].join(' '), {
      kind,
      method,
      url,
      result,
      standIn: answer.standIn,
      meta,
    });
    return answer;
  }
}

/**
 * Makes the call of the page in all browsers and tells each exchange, once, and
 * the experiments that its diagnosis rests on. Without `send` nothing but GET, HEAD
 * and OPTIONS leaves the machine.
 * @throws AskError with a sentence for what is no call
 */
export async function askForPage(body: unknown, signal: AbortSignal): Promise<object> {
  const { request, origin, send } = callOf(body);
  const driver = createLiveDriver({
    maxTimeMs: MAX_TIME,
    signal,
    extraHeaders: [
      ['User-Agent', 'Mozilla/5.0 (compatible; whycors)'],
      ['Sec-Fetch-Mode', request.mode],
      ['Sec-Fetch-Dest', 'empty'],
    ],
  });
  try {
    const asker = new RecordingAsker(driver, send);
    const report = await runSession(
      {
        request,
        origin,
        cookie: null,
        notes: [],
        engines: ['chromium', 'firefox', 'webkit'],
        experiments: true,
        deadline: performance.now() + MAX_TIME,
      },
      asker,
    );
    return {
      exchanges: [...asker.told.values()],
      experiments: report.experiments,
      standIn: report.standIn !== null,
    };
  } finally {
    driver.close();
  }
}

/** The call in a body: nothing of it is trusted to be what it should. */
function callOf(body: unknown): { request: FetchRequest; origin: string; send: boolean } {
  const { origin, request, send } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const given = (typeof request === 'object' && request !== null ? request : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = (key: string): string | undefined =>
    typeof given[key] === 'string' ? given[key] : undefined;
  const headers = Array.isArray(given['headers']) ? (given['headers'] as unknown[]) : [];
  const optional = (key: string): object => {
    const value = text(key);
    return value === undefined ? {} : { [key]: value };
  };
  const { body: data } = given;
  const call = readCall(text('url') ?? '', {
    ...optional('method'),
    ...optional('credentials'),
    ...optional('mode'),
    ...optional('redirect'),
    header: headers.flatMap((pair) =>
      Array.isArray(pair) && pair.length === 2 ? [`${String(pair[0])}: ${String(pair[1])}`] : [],
    ),
    ...(typeof data === 'string' ? { data } : {}),
    xhr: given['initiator'] === 'xhr' && text('mode') === 'cors',
  });
  const page = readOrigin(typeof origin === 'string' ? origin : '');
  const problems = [...call.problems, ...page.problems].map(({ message }) => message);
  if (call.request === null || page.origin === null || problems.length > 0)
    throw new AskError(problems.join(' '));
  if (!/^https?:/.test(call.request.url)) throw new AskError('Only http and https URLs are asked.');
  return { request: call.request, origin: page.origin, send: send === true };
}
