import { readScenario } from '../../inputs/scenario/read.js';
import type {
  Scenario,
  ScenarioAnswer,
  ScenarioExchange,
  ScenarioFailure,
} from '../../inputs/scenario/types.js';
import { fetchRequest, parseUrl } from '../../protocol/index.js';
import type { Answer } from './answers.js';
import { withoutSecrets } from './secrets.js';
import type { CallState } from './state.js';

type ReplayExchange = ScenarioExchange<ScenarioAnswer | ScenarioFailure>;

/** The call as a scenario for `whycors simulate`, secrets left out. */
export function scenarioText(state: CallState): string {
  const { origin, request, answers } = withoutSecrets(state);
  const { url, method, headers, credentials, mode, redirect, initiator, body } = request;
  const fetchOnly = initiator === 'fetch' ? { mode, redirect } : {};
  const scenario = {
    id: idOf(url),
    origin,
    initiator,
    request: {
      url,
      method,
      headers,
      credentials,
      ...fetchOnly,
      ...(body === null ? {} : { body }),
    },
    exchanges: exchangesOf(answers),
  };
  return `${JSON.stringify(scenario, null, 2)}\n`;
}

function idOf(url: string): string {
  const parsed = parseUrl(url);
  const words = `${parsed?.hostname ?? ''} ${parsed?.pathname ?? ''}`;
  return (
    words
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'call'
  );
}

function exchangesOf(answers: readonly Answer[]): ReplayExchange[] {
  const byUrl = new Map<string, ReplayExchange>();
  for (const { kind, url, status, error, headers } of answers) {
    const answer = error === null ? { status, headers } : { error };
    const part = kind === 'preflight' ? 'preflight' : 'response';
    byUrl.set(url, { ...byUrl.get(url), url, [part]: answer });
  }
  return [...byUrl.values()];
}

/** What a text of scenarios holds. */
export type ScenarioPaste =
  | { readonly state: CallState; readonly problem: null }
  | { readonly state: null; readonly problem: string };

/** Reads parsed JSON as a scenario, the first where it holds several. */
export function readScenarioPaste(json: unknown): ScenarioPaste {
  const [first, more] = Array.isArray(json) ? [json[0] as unknown, json.length - 1] : [json, 0];
  const { value, problems } = readScenario(first);
  if (value === null) {
    const list = problems.slice(0, 3).map(({ path, message }) => `${path} ${message}.`);
    return { state: null, problem: `This scenario cannot be run: ${list.join(' ')}` };
  }
  return { state: stateOf(value, more), problem: null };
}

function stateOf(scenario: Scenario, more: number): CallState {
  const { origin, initiator = 'fetch', request, requests = [], exchanges } = scenario;
  const { url, ...rest } = request ?? requests[0]!;
  const known = { ...rest, body: rest.body ?? null, initiator };
  const others = (request === undefined ? requests.length - 1 : 0) + more;
  return {
    origin,
    request: fetchRequest(url, known),
    answers: firstTurns(exchanges).flatMap(answersOf),
    notes: others === 0 ? [] : [`The text has ${others} more: whycors simulate runs all of them.`],
    experiments: [],
  };
}

/** Exchanges of one URL answer in turn: a page that shows one call shows the first turn. */
function firstTurns(exchanges: readonly ReplayExchange[]): readonly ReplayExchange[] {
  return exchanges.filter(
    ({ url }, index) => exchanges.findIndex((each) => each.url === url) === index,
  );
}

function answersOf({ url, preflight, response }: ReplayExchange): Answer[] {
  const answer = (kind: Answer['kind'], given: ScenarioAnswer | ScenarioFailure): Answer => ({
    kind,
    method: '*',
    url,
    from: 'file',
    ...('error' in given
      ? { status: 0, headers: [], error: given.error }
      : { status: given.status, headers: given.headers, error: null }),
  });
  const toPreflight = preflight ?? response;
  return [
    ...(toPreflight === undefined ? [] : [answer('preflight', toPreflight)]),
    ...(response === undefined ? [] : [answer('request', response)]),
  ];
}
