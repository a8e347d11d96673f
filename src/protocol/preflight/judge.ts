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
  const step = 'cors-preflight-fetch';
  const location = getHeader(response.headers, 'location');
  // The standard knows only "not an ok status"; a redirect has a remedy of its own, so it is told apart.
  const redirect = isRedirectStatus(response.status) && location !== null;
  if (redirect) {
    const target = behaviour.locationUrl(response.headers, needs.url);
    const early = behaviour.refusesRedirectEarly(target, needs.url);
    if (early !== null) yield { step, code: early, details: { status: response.status, location } };
    yield { step, code: 'preflight-redirect', details: { status: response.status, location } };
  }
  const check = behaviour.corsCheck(response.headers, needs.origin, needs.include);
  if (check !== null) {
    yield {
      step: 'cors-check',
      code: check.code,
      details: { ...check.details, status: response.status },
    };
  }
  if (!redirect && !behaviour.isOkPreflightStatus(response.status)) {
    yield { step, code: 'preflight-status-not-ok', details: { status: response.status } };
  }
  const { methods, headerNames } = allowLists(response.headers, needs, behaviour);
  if (methods === 'failure') {
    yield {
      step,
      code: 'allow-methods-malformed',
      details: valueOf(response, 'access-control-allow-methods'),
    };
  }
  if (headerNames === 'failure') {
    yield {
      step,
      code: 'allow-headers-malformed',
      details: valueOf(response, 'access-control-allow-headers'),
    };
  }
  if (methods !== 'failure' && !isMethodAllowed(needs, methods)) {
    const details = { ...valueOf(response, 'access-control-allow-methods'), method: needs.method };
    yield { step, code: 'method-not-allowed', details };
  }
  if (headerNames !== 'failure') {
    const names = needs.headerNames.filter(
      (name) => !isHeaderAllowed(needs, headerNames, name, behaviour),
    );
    if (names.length > 0) {
      const details = {
        ...valueOf(response, 'access-control-allow-headers'),
        name: names[0]!,
        names,
      };
      yield { step, code: 'header-not-allowed', details };
    }
  }
}

/** What a preflight without problems grants, for the CORS-preflight cache. */
export function preflightGrant(
  headers: HeaderList,
  needs: PreflightNeeds,
  behaviour: Behaviour,
): PreflightGrant {
  const { methods, headerNames } = allowLists(headers, needs, behaviour);
  return {
    methods: methods === 'failure' ? [] : methods,
    headerNames: headerNames === 'failure' ? [] : headerNames.map((name) => name.toLowerCase()),
    maxAge: behaviour.maxAge(headers),
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
