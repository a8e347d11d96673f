import type { Client } from '../client.js';
import type { Failure } from '../failure.js';
import { getHeader } from '../headers/list.js';
import type { NetworkResponse } from '../network.js';
import type { RequestState } from '../state.js';

/**
 * https://fetch.spec.whatwg.org/#concept-cors-check of a response.
 * @param include whether the credentials mode counts as "include"
 * @returns the failure, not yet in the trace, or null
 */
export function corsFailure(
  state: RequestState,
  { behaviour }: Client,
  response: NetworkResponse,
  include: boolean,
): Failure | null {
  const problem = behaviour.corsCheck(response.headers, state.serializedOrigin(), include);
  if (problem === null) return null;
  const { header, value, expected } = problem.details;
  const details = { header, value, expected, status: response.status };
  const location = getHeader(response.headers, 'location');
  return state.failure(
    'cors-check',
    problem.code,
    'response',
    location === null ? details : { ...details, location },
  );
}
