import { isCorsSafelistedMethod } from '../../protocol/index.js';
import type { CorsPolicy } from '../../policy/index.js';
import type { Emission, Place } from '../target.js';

/** What a library's options cannot hold of any policy. */
export interface LibraryGaps {
  /** As people call it, at the start of a sentence. */
  readonly name: string;
  /** It compares methods with a list: `*` would be the method of that name. */
  readonly listsMethods?: boolean;
  /** It turns methods to upper case; browsers compare case. */
  readonly upperCaseMethods?: boolean;
  /** Its "all headers" repeats what was asked for, Authorization too, which `*` does not allow. */
  readonly repeatsHeaders?: boolean;
  /** It sends no Max-Age of 0. */
  readonly noZeroMaxAge?: boolean;
}

/** Why a library cannot say a policy; none when it can, as far as these gaps go. */
export function libraryReasons(policy: CorsPolicy, gaps: LibraryGaps): string[] {
  const { name } = gaps;
  const reasons: string[] = [];
  if (policy.origins.length === 0) return reasons;
  if (policy.privateNetwork)
    reasons.push(
      `${name} does not answer Access-Control-Request-Private-Network in all of its versions; no browser asks for it any longer, so leave it out of the policy.`,
    );
  if (gaps.listsMethods === true && policy.methods === '*')
    reasons.push(`${name} has no wildcard for methods of any name; name the methods.`);
  if (gaps.upperCaseMethods === true && policy.methods !== '*')
    for (const method of policy.methods.filter((each) => each !== each.toUpperCase()))
      reasons.push(
        `${name} turns methods to upper case, and browsers compare case; write ${method.toUpperCase()} in page and policy instead of ${method}.`,
      );
  if (gaps.repeatsHeaders === true && policy.requestHeaders === '*')
    reasons.push(
      `${name} repeats every request header that is asked for, Authorization too, which the policy's * does not allow; name the headers.`,
    );
  if (gaps.noZeroMaxAge === true && policy.maxAge === 0)
    reasons.push(
      `${name} leaves Access-Control-Max-Age out for 0, and browsers then remember for 5 seconds; say 1, or leave it open.`,
    );
  return reasons;
}

/**
 * Methods for a library that refuses all of a preflight for a method that it does
 * not list: with those that need no permission.
 */
export function methodsToList({ methods }: CorsPolicy): readonly string[] {
  const listed = methods === '*' ? [] : methods;
  const safelisted = ['GET', 'HEAD', 'POST'].filter(isCorsSafelistedMethod);
  return [...new Set([...safelisted, ...listed])];
}

/** Request headers to name where a list has to name one: Accept needs no permission. */
export function headersToList({ requestHeaders }: CorsPolicy): readonly string[] {
  if (requestHeaders === '*') return ['*'];
  return requestHeaders.length === 0 ? ['accept'] : requestHeaders;
}

/** Exposed headers as a list of values. */
export function exposedList({ exposedHeaders }: CorsPolicy): readonly string[] {
  return exposedHeaders === '*' ? ['*'] : exposedHeaders;
}

/** A place's path without a slash at its end: empty for the whole host. */
export function pathPrefix({ path }: Place): string {
  return path.replace(/\/+$/, '');
}

/** The notes for a library that lets Content-Type pass whatever its options say. */
export function contentTypeNotes(name: string, { requestHeaders }: CorsPolicy): string[] {
  if (requestHeaders === '*' || requestHeaders.includes('content-type')) return [];
  return [
    `${name} also allows Content-Type of every value, which the policy does not name: no option turns that off.`,
  ];
}

/** An emission of code: one text at one place, or the reasons against it. */
export function emitCode(
  reasons: readonly string[],
  written: () => {
    readonly where: string;
    readonly lines: readonly string[];
    readonly reload: string;
    readonly notes: readonly string[];
  },
): Emission {
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const { where, lines, reload, notes } = written();
  const text = `${lines.join('\n')}\n`;
  return { kind: 'change', changes: [{ where, text, at: null }], reload, notes };
}
