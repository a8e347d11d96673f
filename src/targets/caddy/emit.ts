import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import { indentAt } from '../support/position.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { leavePreflightsOut } from './auth.js';
import { corsLines } from './lines.js';
import { pathsOf, scopeOf } from './matchers.js';
import { isOwn, oldLines, wholeLine } from './old.js';
import { headerLines } from './operations.js';
import { pathLength } from './order.js';
import { all } from './origins.js';
import { arg, named, parse } from './parse.js';
import { siteFor, sitesOf, type Site } from './sites.js';

const RELOAD =
  'caddy validate --adapter caddyfile --config /etc/caddy/Caddyfile && systemctl reload caddy';

/**
 * The least change after which the site of a place says a policy there: matchers
 * for the place, its origins and its preflights, the headers, and the answer to preflights.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { text, file } = existing;
  const reasons: string[] = [];
  if (policy.privateNetwork)
    reasons.push(
      'Access-Control-Allow-Private-Network is not written for Caddy; let the API itself send it.',
    );
  const { directives, faults } = parse(text);
  if (faults.length > 0) reasons.push(`${file} does not parse: ${faults[0]?.message ?? ''}`);
  const url = `${place.origin}${place.path}`;
  const site = parseUrl(url) === null ? null : siteFor(sitesOf(directives, text), { url });
  if (site === null) {
    reasons.push(`${file} has no site for ${place.origin}.`);
    return { kind: 'cannot', reasons };
  }
  if (!/^\/[\w.~/-]*$/.test(place.path))
    reasons.push(`${place.path} has letters that mean something else to Caddy: use a plain path.`);
  const own = `@cors_${slug(place)}`;
  const made = changesFor(policy, place, text, site, own);
  reasons.push(...made.reasons);
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const changes = made.changes
    .filter(({ text: put, at }) => put !== '' || at === null || at.start < at.end)
    .map((change) => ({ ...change, text: change.text.replaceAll(/\r?\n/g, eol) }));
  if (applyChanges(text, changes) === text)
    return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  const shared = site.addresses.map((each) => each.text).join(', ');
  const notes = [
    ...site.unread.map(
      ({ args }) =>
        `${args[0]?.value ?? 'An import'} is not read: what it sends comes beside this policy.`,
    ),
    ...(site.addresses.length > 1
      ? [`The site has several addresses (${shared}): the policy holds at all of them.`]
      : []),
    ...(site.body.some(({ name }) => name === 'redir')
      ? ['redir comes before the answer to preflights: what it matches is redirected, and refused.']
      : []),
  ];
  return { kind: 'change', changes, reload: RELOAD, notes };
}

function changesFor(
  policy: CorsPolicy,
  { path }: Place,
  text: string,
  site: Site,
  own: string,
): { readonly changes: readonly Change[]; readonly reasons: readonly string[] } {
  const scope = scopeOf(site.body);
  const old = oldLines(text, site, path, own);
  const nobody = policy.origins.length === 0;
  const { lines, preflight } = corsLines(policy, path, own, competing(site, path, own));
  const auth = leavePreflightsOut(site, scope, own, nobody ? null : preflight);
  const reasons = [...old.reasons, ...auth.reasons];
  const setsVary = all(site.body).some(
    (each) =>
      each.name === 'header' &&
      headerLines(each).some(
        ({ field, rest }) => /^>?vary$/i.test(field) && !/^origin$/i.test(rest[0] ?? ''),
      ),
  );
  if (setsVary && !nobody)
    reasons.push(
      'A header directive of the site sets Vary over what is added: write "+Vary" there.',
    );
  const before = site.body
    .filter(
      ({ name, imported, args }) =>
        imported === null &&
        (isOwn(name, own) || (/^(header|handle)$/.test(name) && isOwn(args[0]?.value ?? '', own))),
    )
    .map(({ span }): Change => ({ where: 'the old lines', text: '', at: wholeLine(text, span) }));
  const { start, end } = site.inner;
  const lineEnd = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(start, end))?.[0].length ?? 0;
  const at = start + lineEnd;
  const first = site.body.find(({ imported }) => imported === null);
  const braced = text[start - 1] === '{';
  const outer = indentAt(text, site.span.start);
  const inner = first === undefined ? '' : indentAt(text, first.span.start);
  const indent = !braced || inner.length > outer.length ? inner : `${outer}\t`;
  const put = nobody ? '' : [...lines, ...auth.lines].map((line) => `${indent}${line}\n`).join('');
  const change: Change = {
    where: `in the site ${site.addresses.map((each) => each.text).join(', ')}`,
    text: lineEnd === 0 && put !== '' ? `\n${put}` : put,
    at: { start: at, end: at },
  };
  return { changes: [...before, ...old.changes, ...auth.changes, change], reasons };
}

/** Single paths of handle blocks that Caddy would try before ours. */
function competing(site: Site, path: string, own: string): readonly string[] {
  const scope = scopeOf(site.body);
  const paths = named(site.body, 'handle', 'handle_path')
    .filter((each) => !arg(each, 0).startsWith('@cors_') || !isOwn(arg(each, 0), own))
    .filter((each) => pathLength(each, scope) > (path === '/' ? 2 : 0))
    .flatMap((each) => pathsOf(each, scope) ?? [])
    .filter((each) => {
      const prefix = each.replace(/\*.*$/, '');
      return path === '/' || prefix.startsWith(path) || path.startsWith(prefix);
    });
  return [...new Set(paths)];
}

/** What tells a place's matchers from those of others; two places never share one. */
function slug({ origin, path }: Place): string {
  const text = origin.replace(/^\w+:\/\//, '') + path;
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  if (/^[a-z0-9/]*$/.test(path)) return name;
  let sum = 0;
  for (const char of path) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return `${name}_${sum.toString(36)}`;
}
