import { getHeader, nameIs, type HeaderList } from '../protocol/index.js';
import type { Report } from './report.js';

/** One line of the checklist of a preflight. */
export interface ChecklistItem {
  readonly what: string;
  /** Whether the standard requires it for this very request. */
  readonly required: boolean;
  readonly ok: boolean;
  /** As sent; null when absent. */
  readonly seen: string | null;
  /** Why it is (not) required here, or what its absence costs. */
  readonly why: string;
}

/**
 * What the response to a preflight must have for this request, in the order of
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0; null when no preflight was sent.
 */
export function preflightChecklist(report: Report): readonly ChecklistItem[] | null {
  const seen = report.exchanges.find(({ request }) => request.kind === 'preflight');
  if (!seen || !('status' in seen.result)) return null;
  const { status, headers } = seen.result;
  const failed = new Set(failedCodes(report));
  const include = report.request.credentials === 'include';
  const method = getHeader(seen.request.headers, 'access-control-request-method') ?? '';
  const names = getHeader(seen.request.headers, 'access-control-request-headers');
  const safelisted = ['GET', 'HEAD', 'POST'].includes(method);
  return [
    item(
      'Status 200–299',
      true,
      status >= 200 && status <= 299,
      String(status),
      'a preflight with any other status fails',
    ),
    item(
      'Allow-Origin',
      true,
      !anyOf(failed, ORIGIN_CODES),
      lines(headers, 'access-control-allow-origin'),
      include
        ? 'the origin itself: `*` does not count with credentials'
        : 'the origin itself, or `*`',
    ),
    item(
      'Allow-Methods',
      !safelisted,
      !anyOf(failed, ['method-not-allowed', 'allow-methods-malformed']),
      lines(headers, 'access-control-allow-methods'),
      safelisted ? `${method} needs no permission` : `must list ${method}`,
    ),
    item(
      'Allow-Headers',
      names !== null,
      !anyOf(failed, ['header-not-allowed', 'allow-headers-malformed']),
      lines(headers, 'access-control-allow-headers'),
      names === null
        ? 'no header of this request needs permission'
        : `must list ${names.split(',').join(', ')}`,
    ),
    item(
      'Allow-Credentials',
      include,
      !failed.has('allow-credentials-not-true'),
      lines(headers, 'access-control-allow-credentials'),
      include ? 'must be exactly `true`' : 'only with credentials: "include"',
    ),
    item(
      'Max-Age',
      false,
      lines(headers, 'access-control-max-age') !== null,
      lines(headers, 'access-control-max-age'),
      'without it browsers ask again after 5 seconds',
    ),
  ];
}

const ORIGIN_CODES = [
  'allow-origin-missing',
  'multiple-allow-origin-values',
  'invalid-allow-origin-value',
  'allow-origin-mismatch',
  'wildcard-origin-with-credentials',
];

function item(
  what: string,
  required: boolean,
  ok: boolean,
  seen: string | null,
  why: string,
): ChecklistItem {
  return { what, required, ok, seen, why };
}

function anyOf(failed: ReadonlySet<string>, codes: readonly string[]): boolean {
  return codes.some((code) => failed.has(code));
}

function failedCodes(report: Report): string[] {
  return report.problems
    .filter(
      ({ exchange }) =>
        exchange === report.exchanges.findIndex(({ request }) => request.kind === 'preflight'),
    )
    .map(({ code }) => code);
}

function lines(headers: HeaderList, name: string): string | null {
  const values = headers.filter(([sent]) => nameIs(sent, name)).map(([, value]) => value);
  return values.length === 0 ? null : values.join(' | ');
}
