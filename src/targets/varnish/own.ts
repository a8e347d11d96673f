import type { Place } from '../target.js';
import type { Expression } from './expressions.js';
import type { Branch, Part, Statement, Sub } from './parse.js';

/** Request headers that serve as variables: which place it is, and the page that may read. */
export const PLACE = 'X-Cors-Place';
export const ORIGIN = 'X-Cors-Origin';
/** Subroutines of what is written here, called from Varnish's own. */
export const REQUEST_SUB = 'cors_request';
export const RESPONSE_SUB = 'cors_response';

/** What tells a place from others. */
export function keyOf({ origin, path }: Place): string {
  return origin + path;
}

/** The subroutines of a name. */
export function subsOf(parts: readonly Part[], name: string): readonly Sub[] {
  return parts.flatMap((part) => (part.kind === 'sub' && part.name === name ? [part] : []));
}

/** Whether a subroutine was written here, or does nothing but call one that was. */
export function isOurs({ name, body }: Sub): boolean {
  if (name === REQUEST_SUB || name === RESPONSE_SUB) return true;
  return body.some(
    (each) =>
      (each.kind === 'call' && (each.name === REQUEST_SUB || each.name === RESPONSE_SUB)) ||
      (each.kind === 'unset' && each.target === `bereq.http.${PLACE.toLowerCase()}`),
  );
}

/** A part of the subroutines that is for one place. */
export interface PlaceBlock {
  readonly key: string;
  readonly statement: Statement;
}

/** The parts for places in a subroutine: `if`s that name their place. */
export function placeBlocks({ body }: Sub): readonly PlaceBlock[] {
  return body.flatMap((statement) => {
    if (statement.kind !== 'if') return [];
    const [branch] = statement.branches;
    const key = branch === undefined ? null : (setKey(branch) ?? comparedKey(branch.condition));
    return key === null ? [] : [{ key, statement }];
  });
}

function setKey({ body }: Branch): string | null {
  const [first] = body;
  return first?.kind === 'set' &&
    first.target === `req.http.${PLACE.toLowerCase()}` &&
    first.value.kind === 'text'
    ? first.value.value
    : null;
}

function comparedKey(condition: Expression | null): string | null {
  if (condition?.kind !== 'binary') return null;
  const { operator, left, right } = condition;
  if (operator === '&&') return comparedKey(left);
  return operator === '==' &&
    left.kind === 'name' &&
    left.value === `req.http.${PLACE.toLowerCase()}` &&
    right.kind === 'text'
    ? right.value
    : null;
}

/** All statements of a body and of the blocks in it. */
export function allStatements(body: readonly Statement[]): readonly Statement[] {
  return body.flatMap((each) =>
    each.kind === 'if'
      ? [each, ...each.branches.flatMap((branch) => allStatements(branch.body))]
      : [each],
  );
}

/** All expressions within one. */
export function allExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'not':
      return [expression, ...allExpressions(expression.inner)];
    case 'binary':
      return [expression, ...allExpressions(expression.left), ...allExpressions(expression.right)];
    case 'call':
      return [expression, ...expression.args.flatMap(allExpressions)];
    default:
      return [expression];
  }
}

/** The expressions of a statement itself, without the blocks in it. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'set':
      return allExpressions(statement.value);
    case 'return':
      return statement.args.flatMap(allExpressions);
    case 'if':
      return statement.branches.flatMap(({ condition }) =>
        condition === null ? [] : allExpressions(condition),
      );
    default:
      return [];
  }
}
