import type { Change } from '../target.js';
import { conditions, matcherOf, type Scope } from './matchers.js';
import type { Directive } from './parse.js';
import type { Site } from './sites.js';

/** Matchers that leave preflights out of authentication, and the changes that use them. */
export interface Unasked {
  readonly lines: readonly string[];
  readonly changes: readonly Change[];
  readonly reasons: readonly string[];
}

/**
 * Authentication comes before any answer that a site could give, so its matcher
 * has to leave preflights out.
 * @param preflight the conditions of the place's preflights; null where nobody is let in
 */
export function leavePreflightsOut(
  site: Site,
  scope: Scope,
  own: string,
  preflight: readonly string[] | null,
): Unasked {
  const asking = site.body.filter(({ name }) => /^(basic_?auth|forward_auth)$/.test(name));
  const lines: string[] = [];
  const changes: Change[] = [];
  const reasons: string[] = [];
  asking.forEach((directive, index) => {
    const token = matcherOf(directive);
    const ours = token !== null && token.startsWith(`${own}-auth`);
    if (preflight === null && !ours) return;
    if (directive.imported !== null || (!ours && token?.startsWith('@') === true)) {
      reasons.push(
        `${directive.name} ${token ?? ''} asks preflights for a password, too: add "not method OPTIONS" to its matcher, or put it into a handle or route block, which come after the answer to preflights.`,
      );
      return;
    }
    const path = ours ? pathIn(scope.get(token)) : token === '*' ? null : token;
    const name = `${own}-auth${index === 0 ? '' : `-${index + 1}`}`;
    if (preflight !== null)
      lines.push(
        `${name} {`,
        ...(path === null ? [] : [`\tpath ${path}`]),
        '\tnot {',
        ...preflight.map((line) => `\t\t${line}`),
        '\t}',
        '}',
      );
    const wanted = preflight === null ? path : name;
    if (wanted !== token) changes.push(rename(directive, token, wanted));
  });
  return { lines, changes, reasons };
}

function pathIn(definition: Directive | undefined): string | null {
  const paths = definition === undefined ? [] : conditions(definition);
  return paths.find(([kind]) => kind === 'path')?.[1] ?? null;
}

function rename(directive: Directive, token: string | null, wanted: string | null): Change {
  const first = directive.args[0]?.span;
  const { end } = directive.nameSpan;
  const at =
    token === null || first === undefined ? { start: end, end } : { start: end, end: first.end };
  return {
    where: `the matcher of ${directive.name}`,
    text: wanted === null ? '' : ` ${wanted}`,
    at,
  };
}
