import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import type { Place } from '../target.js';

/** A string in single quotes, as JavaScript reads it. */
export function stringLiteral(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return `'${escaped.replaceAll("'", String.raw`\'`)}'`;
}

/** An array on one line, or one item a line where it would be long. `indent` is that of its own line. */
export function arrayLiteral(items: readonly string[], indent = '  '): string {
  const line = `[${items.join(', ')}]`;
  if (line.length <= 76) return line;
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}]`;
}

/** An object, one property a line; those without a value are left out. */
export function objectLiteral(
  properties: readonly (readonly [name: string, value: string | null])[],
  indent = '',
): string {
  const lines = properties.flatMap(([name, value]) =>
    value === null ? [] : [`${indent}  ${name}: ${value},\n`],
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** Names as an array of strings, `*` as the one item. */
export function namesLiteral(names: readonly string[] | '*', indent = '  '): string {
  return arrayLiteral((names === '*' ? ['*'] : names).map(stringLiteral), indent);
}

/** Names as the value of one header, in quotes. */
export function listLiteral(names: readonly string[] | '*'): string {
  return stringLiteral(names === '*' ? '*' : names.join(', '));
}

/** Whether every origin is let in: then the answer is `*` and does not vary. */
export function allowsAnyOrigin(policy: CorsPolicy): boolean {
  return policy.origins.some(({ kind }) => kind === 'any');
}

/** One allowed origin as an item of a list of strings and regular expressions. */
export function originItem(allowed: AllowedOrigin): string {
  return allowed.kind === 'subdomains'
    ? originRegExp(allowed)
    : stringLiteral(writeAllowedOrigin(allowed));
}

/** The sub-domains of a domain as a regular expression: dots escaped, both ends anchored. */
function originRegExp({
  scheme,
  domain,
  port,
  depth,
}: AllowedOrigin & { kind: 'subdomains' }): string {
  const labels = depth === 'one' ? String.raw`[a-z0-9_-]+\.` : String.raw`(?:[a-z0-9_-]+\.)+`;
  const colon = port === '' ? '' : `:${port}`;
  return String.raw`/^${escapeRegExp(scheme)}:\/\/${labels}${escapeRegExp(domain)}${colon}$/`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+]/g, String.raw`\$&`);
}

/**
 * An expression that is true of the origins that a policy allows.
 * @param variable a string's name
 * @param indent of the line that it begins on
 */
export function originTest(policy: CorsPolicy, variable: string, indent = '  '): string {
  const plain = policy.origins.filter(({ kind }) => kind !== 'subdomains').map(originItem);
  const patterns = policy.origins.filter(({ kind }) => kind === 'subdomains').map(originItem);
  const tests = [
    ...(plain.length > 1 ? [`${arrayLiteral(plain, indent)}.includes(${variable})`] : []),
    ...(plain.length === 1 ? [`${variable} === ${plain.join('')}`] : []),
    ...patterns.map((pattern) => `${pattern}.test(${variable})`),
  ];
  return tests.length === 1 ? tests.join('') : tests.join(` ||\n${indent}`);
}

/** A return statement, in parentheses where its expression is longer than a line; its own indent is two. */
export function returned(expression: string): string {
  return expression.includes('\n') ? `return (\n    ${expression}\n  );` : `return ${expression};`;
}

/** A place's path without a slash at its end; empty for all of the host. */
export function prefixOf({ path }: Place): string {
  return path.replace(/\/+$/, '');
}

/** An expression that is true of the paths at a place. */
export function pathTest(prefix: string, variable: string): string {
  return `${variable} === ${stringLiteral(prefix)} || ${variable}.startsWith(${stringLiteral(`${prefix}/`)})`;
}

/** A path of which the route patterns of Express and of Next.js (path-to-regexp) take every character as it is. */
export function plainRoutePath(path: string): string {
  return path.replace(/[{}()[\]+?!:*\\]/g, String.raw`\$&`);
}
