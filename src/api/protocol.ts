/**
 * The CORS protocol of the Fetch Standard as a generator that does no I/O: it yields each
 * network request that a browser would send and receives what came back. For Node and for
 * browsers; nothing of Node is reached from here.
 *
 * @example
 * ```js
 * import { fetchAsPage } from 'whycors/protocol';
 *
 * const outcome = await fetchAsPage(
 *   { url: 'https://api.example.com/orders', method: 'PUT' },
 *   {
 *     origin: 'https://app.example.com',
 *     answer: async ({ kind, method, url }) => ({ status: 204, headers: [] }),
 *   },
 * );
 * console.log(outcome.verdict); // blocked
 * console.log(outcome.failure.code); // allow-origin-missing
 * ```
 */
export { fetchAsPage, type Page, type PageRequest } from './fetch-as-page.js';
export { drive, driveAsync, type Run } from '../drivers/run.js';
export {
  corsFetch,
  fetchRequest,
  isNetworkFailure,
  standardBehaviour,
  STEPS,
  type Behaviour,
  type Client,
  type CredentialsMode,
  type During,
  type Exchange,
  type Failure,
  type FailureCode,
  type FailureDetails,
  type FetchRequest,
  type FilteredResponse,
  type Header,
  type HeaderList,
  type Initiator,
  type NetworkFailure,
  type NetworkFailureKind,
  type NetworkRequest,
  type NetworkResponse,
  type NetworkResult,
  type Outcome,
  type RedirectMode,
  type RequestMode,
  type ResponseType,
  type SerializedOrigin,
  type StepId,
  type Trace,
  type TraceEntry,
} from '../protocol/index.js';
