import type { Behaviour } from '../behaviour.js';
import type { FailureCode, FailureDetails } from '../failure.js';
import { getHeader, type HeaderList } from '../headers/list.js';
import type { ExtractedList } from '../headers/values.js';
import { isCorsSafelistedMethod } from '../methods.js';
import type { NetworkResponse } from '../network.js';
import { isRedirectStatus } from '../redirect/location.js';
import type { StepId } from '../steps.js';
import type { UrlRecord } from '../url.js';
import type { PreflightGrant } from './cache.js';

/** What a preflight must allow. */
export interface PreflightNeeds {
  /** The request's serialized origin. */
  readonly origin: string;
  /** Whether the request's credentials mode is "include". */
  readonly include: boolean;
  readonly method: string;
  /** The CORS-unsafe request-header names: lower-case, sorted. */
  readonly headerNames: readonly string[];
  /** https://fetch.spec.whatwg.org/#use-cors-preflight-flag */
  readonly forced: boolean;
  /** The request's current URL. */
  readonly url: UrlRecord;
  /** No CORS check of the preflight's response. */
  readonly trusted: boolean;
}

/** One thing for which a preflight fails. */
export interface PreflightProblem {
  readonly step: StepId;
  readonly code: FailureCode;
  readonly details: FailureDetails;
}

/**
 * All that is wrong with a preflight's response, in the order in which the
 * standard looks; a browser stops at the first.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 from step 7 on
 */
export function* preflightProblems(
  response: NetworkResponse,
  needs: PreflightNeeds,
  behaviour: Behaviour,
): Generator<PreflightProblem, void, void> {
  const location = getHeader(response.headers, 'location');
  // The standard knows only "not an ok status"; a redirect has a remedy of its own, so it is told apart.
  const needless = location === null || (location === '' && behaviour.redirectNeedsLocation);
  const redirect = isRedirectStatus(response.status) && !needless;
  const ofStatus = redirect
    ? judgeRedirect(response, needs, behaviour)
    : judgeStatus(response, behaviour);
  const check = needs.trusted
    ? null
    : behaviour.corsCheck(response.headers, needs.origin, needs.include);
  const statusFirst =
    ofStatus.length > 0 &&
    check !== null &&
    (redirect ? !behaviour.checksPreflightBeforeRedirect : behaviour.judgesPreflightStatusFirst);
  if (statusFirst) yield* ofStatus;
  if (check !== null) {
    const { header, value, expected } = check.details;
    const details = { header, value, expected, status: response.status };
    yield { step: 'cors-check', code: check.code, details };
  }
  if (!statusFirst) yield* ofStatus;
  const { methods, headerNames } = allowLists(response.headers, needs, behaviour);
  const methodProblem = judgeMethod(response, needs, methods);
  const headersProblem = judgeHeaders(response, needs, headerNames, behaviour);
  const malformedHeaders = headersProblem?.code === 'allow-headers-malformed';
  // The standard extracts both lists before it looks into either.
  const malformedFirst = malformedHeaders && methodProblem?.code !== 'allow-methods-malformed';
  if (malformedFirst && methodProblem && !behaviour.judgesMethodFirst) {
    yield headersProblem;
    yield methodProblem;
    return;
  }
  if (methodProblem) yield methodProblem;
  if (headersProblem) yield headersProblem;
}

function judgeStatus({ status }: NetworkResponse, behaviour: Behaviour): PreflightProblem[] {
  if (behaviour.isOkPreflightStatus(status)) return [];
  return [{ step: 'cors-preflight-fetch', code: 'preflight-status-not-ok', details: { status } }];
}

function judgeRedirect(
  response: NetworkResponse,
  needs: PreflightNeeds,
  behaviour: Behaviour,
): PreflightProblem[] {
  const step = 'cors-preflight-fetch';
  const location = getHeader(response.headers, 'location');
  const details = { status: response.status, ...(location === null ? {} : { location }) };
  const target = behaviour.locationUrl(response.headers, needs.url, 'follow');
  const early = behaviour.refusesRedirectEarly(target, 'follow');
  const problems: PreflightProblem[] = early === null ? [] : [{ step, code: early, details }];
  return [...problems, { step, code: 'preflight-redirect', details }];
}

function judgeMethod(
  response: NetworkResponse,
  needs: PreflightNeeds,
  methods: readonly string[] | 'failure',
): PreflightProblem | null {
  const step = 'cors-preflight-fetch';
  if (methods !== 'failure' && isMethodAllowed(needs, methods)) return null;
  const details = valueOf(response, 'access-control-allow-methods');
  if (methods === 'failure') return { step, code: 'allow-methods-malformed', details };
  return { step, code: 'method-not-allowed', details: { ...details, method: needs.method } };
}

function judgeHeaders(
  response: NetworkResponse,
  needs: PreflightNeeds,
  headerNames: readonly string[] | 'failure',
  behaviour: Behaviour,
): PreflightProblem | null {
  const step = 'cors-preflight-fetch';
  if (headerNames === 'failure') {
    const details = valueOf(response, 'access-control-allow-headers');
    return { step, code: 'allow-headers-malformed', details };
  }
  const names = needs.headerNames.filter(
    (name) => !isHeaderAllowed(needs, headerNames, name, behaviour),
  );
  if (names.length === 0) return null;
  const details = valueOf(response, 'access-control-allow-headers');
  return { step, code: 'header-not-allowed', details: { ...details, name: names[0]!, names } };
}

/**
 * What a preflight grants, for the CORS-preflight cache.
 * @param refusing whether it does not allow the request that it was sent for
 */
export function preflightGrant(
  headers: HeaderList,
  needs: PreflightNeeds,
  behaviour: Behaviour,
  refusing: boolean,
): PreflightGrant {
  const { methods, headerNames } = allowLists(headers, needs, behaviour);
  return {
    methods: methods === 'failure' ? [] : methods,
    headerNames: headerNames === 'failure' ? [] : headerNames.map((name) => name.toLowerCase()),
    maxAge: behaviour.maxAge(headers),
    headers,
    refusing,
  };
}

interface AllowLists {
  readonly methods: readonly string[] | 'failure';
  readonly headerNames: readonly string[] | 'failure';
}

function allowLists(headers: HeaderList, needs: PreflightNeeds, behaviour: Behaviour): AllowLists {
  const methods = behaviour.allowMethods(headers);
  return {
    // Absent and forced: the request's own method counts as listed.
    methods: methods === 'absent' ? (needs.forced ? [needs.method] : []) : methods,
    headerNames: listOrEmpty(behaviour.allowHeaders(headers)),
  };
}

function listOrEmpty(list: ExtractedList): readonly string[] | 'failure' {
  return list === 'absent' ? [] : list;
}

/** Methods are compared byte by byte: `patch` is not PATCH. */
function isMethodAllowed(needs: PreflightNeeds, methods: readonly string[]): boolean {
  if (isCorsSafelistedMethod(needs.method) || methods.includes(needs.method)) return true;
  return !needs.include && methods.includes('*');
}

/** `*` is a name like any other with credentials, and does not cover Authorization. */
function isHeaderAllowed(
  needs: PreflightNeeds,
  headerNames: readonly string[],
  name: string,
  behaviour: Behaviour,
): boolean {
  if (headerNames.some((allowed) => allowed.toLowerCase() === name)) return true;
  return !needs.include && headerNames.includes('*') && !behaviour.isNonWildcardRequestHeader(name);
}

function valueOf(response: NetworkResponse, header: string): FailureDetails {
  return { header, value: getHeader(response.headers, header), status: response.status };
}
