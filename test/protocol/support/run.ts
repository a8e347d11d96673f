import { drive } from '../../../src/drivers/run.js';
import { ENGINES } from '../../../src/engines/index.js';
import {
  corsFetch,
  fetchRequest,
  type Client,
  type FetchRequest,
  type HeaderList,
  type NetworkRequest,
  type NetworkResult,
  type Outcome,
} from '../../../src/protocol/index.js';

export const PAGE = 'https://app.example';
export const API = 'https://api.example/orders';

/** What answers: a result for every request, or a function of the request. */
export type Answer = NetworkResult | ((request: NetworkRequest) => NetworkResult);

/** A page of the engine that is the standard itself, its clock at 0. */
export function page(rest: Partial<Client> = {}): Client {
  const { behaviour } = ENGINES.standard;
  return {
    origin: PAGE,
    behaviour,
    preflightCache: behaviour.createPreflightCache(),
    now: () => 0,
    ...rest,
  };
}

/** Runs one fetch to its end. */
export function run(
  asked: Partial<FetchRequest>,
  answer: Answer,
  client: Client = page(),
): Outcome {
  const answers = typeof answer === 'function' ? answer : () => answer;
  return drive(corsFetch(fetchRequest(API, asked), client), answers);
}

/** A response; `status` defaults to 200. */
export function response(headers: HeaderList, status = 200): NetworkResult {
  return { status, headers };
}

/** A response that allows the page everything it can, without credentials. */
export const OPEN = response([
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Methods', '*'],
  ['Access-Control-Allow-Headers', '*, Authorization'],
]);

/** One answer for the preflight, another for the request. */
export function answers(preflight: NetworkResult, request: NetworkResult = OPEN): Answer {
  return ({ kind }) => (kind === 'preflight' ? preflight : request);
}

/** The failure's code, or the verdict where there is none. */
export function ending({ failure, verdict }: Outcome): string {
  return failure === null ? verdict : failure.code;
}

/** What the server saw: `kind method url`, in order. */
export function seen(outcome: Outcome): string[] {
  return outcome.exchanges.map(({ request }) => `${request.kind} ${request.method} ${request.url}`);
}

/** A request-header of the nth network request, null where it is absent. */
export function sent(outcome: Outcome, index: number, name: string): string | null {
  const { headers } = outcome.exchanges[index]!.request;
  return headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
}

/** The codes of the trace, in order. */
export function codes(outcome: Outcome): string[] {
  return outcome.trace.map(({ code }) => code);
}
