import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl, type UrlRecord } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import { indentAt } from '../support/position.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { candidatesOf } from './candidates.js';
import { linesFor } from './lines.js';
import { idOf, isOf } from './own.js';
import { parse, type Line } from './parse.js';
import { asker, PREFLIGHT } from './policy.js';
import { requestPoint, responsePoint, wholeLine } from './position.js';
import { replacedLines } from './replaced.js';
import { rulesOf } from './rules.js';
import { frontendFor, linesOf, siteOf, type Proxy, type Site } from './site.js';

const RELOAD = 'haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy';

/**
 * The least change after which the frontend of a place says a policy there: what
 * the request was is kept in variables before every other rule, preflights of
 * allowed origins are answered, and http-after-response sets the headers of all answers.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { text } = existing;
  const { sections, faults } = parse(text);
  const site = siteOf(sections);
  const url = parseUrl(place.origin + place.path);
  const frontend = url === null ? null : frontendFor(site, url);
  const reasons =
    faults.length === 0 ? [] : [`${existing.file} does not parse: ${faults[0]?.message ?? ''}`];
  if (url === null || frontend === null)
    return {
      kind: 'cannot',
      reasons: [...reasons, `${existing.file} has no frontend for ${place.origin}.`],
    };
  reasons.push(...obstacles(frontend));
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const changes = changesFor(text, policy, place, site, frontend, url);
  if (applyChanges(text, changes) === text)
    return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  return { kind: 'change', changes, reload: RELOAD, notes: notes(site, frontend, policy) };
}

function obstacles(frontend: Proxy): string[] {
  const { kind, name } = frontend.section;
  const what = `${kind} ${name}`;
  if (frontend.mode !== 'http')
    return [
      `${what} is in TCP mode, in which HAProxy sees no headers: write "mode http" in it, or let the API itself send them.`,
    ];
  const stops = rulesOf(frontend, 'http-after-response').some(({ action }) => action === 'allow');
  return stops
    ? [
        `"http-after-response allow" in ${what} ends the rules before the policy's own: take it out, or give it a condition of its own in a backend.`,
      ]
    : [];
}

function changesFor(
  text: string,
  policy: CorsPolicy,
  place: Place,
  site: Site,
  frontend: Proxy,
  url: UrlRecord,
): readonly Change[] {
  const id = idOf(place);
  const { section } = frontend;
  const where = `in ${section.kind} ${section.name}`;
  const depth = place.path === '/' ? 1 : place.path.replace(/\/?$/, '/').length;
  const removals = [
    ...section.lines.filter((line) => isOf(line, id)),
    ...replacedLines(site, frontend, place),
  ].map((line) => removal(text, line));
  const without = applyChanges(text, removals);
  if (policy.origins.length === 0 && !speaks(without, url)) return spaced(text, removals);
  const lines = linesFor(policy, place, id);
  const [first] = section.lines;
  const indent = first === undefined ? '    ' : indentAt(text, first.span.start) || '    ';
  const put = (list: readonly string[], at: number): Change => {
    const gap = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
    const body = list.map((line) => `${indent}${line}\n`).join('');
    return { where, text: gap + body, at: { start: at, end: at } };
  };
  return spaced(text, [
    ...removals,
    put(lines.request, requestPoint(text, section, id, depth)),
    put(lines.response, responsePoint(text, section, id, depth)),
  ]);
}

/** Line ends as the text has them; two insertions at one place in one. */
function spaced(text: string, changes: readonly Change[]): readonly Change[] {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const merged: Change[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    const together =
      change.at !== null &&
      last?.at?.start === change.at.start &&
      last.at.end === last.at.start &&
      change.at.end === change.at.start;
    if (together && last !== undefined)
      merged[merged.length - 1] = { ...last, text: last.text + change.text.replace(/^\n/, '') };
    else merged.push(change);
  }
  return merged.map((change) => ({ ...change, text: change.text.replaceAll(/\r?\n/g, eol) }));
}

function removal(text: string, line: Line): Change {
  return { where: 'what was said of CORS', text: '', at: wholeLine(text, line) };
}

/** Whether a configuration sends CORS headers at a URL to anybody. */
function speaks(text: string, url: UrlRecord): boolean {
  const site = siteOf(parse(text).sections);
  const ask = asker(site, url.href);
  const proxies = [...site.frontends, ...site.backends.values()];
  const { origins, probes } = candidatesOf(proxies);
  const pages = [
    'https://stranger.invalid',
    'null',
    ...probes,
    ...origins.flatMap((each) =>
      each.kind === 'exact'
        ? [each.origin]
        : each.kind === 'subdomains'
          ? [`${each.scheme}://app.${each.domain}${each.port === '' ? '' : `:${each.port}`}`]
          : [],
    ),
  ];
  return pages.some((origin) =>
    [ask('GET', origin), ask('OPTIONS', origin, PREFLIGHT)].some(({ headers }) =>
      headers.some(({ name }) => /^access-control-/i.test(name)),
    ),
  );
}

function notes(site: Site, frontend: Proxy, { origins }: CorsPolicy): readonly string[] {
  const tcp = frontend.scopes.flatMap((scope) => linesOf(scope, 'tcp-request', 'monitor-uri'));
  const inherited =
    frontend.scopes.length > 1 &&
    rulesOf(frontend, 'http-request').some(({ scope }) => scope !== frontend.section);
  return [
    ...(origins.length === 0
      ? []
      : [
          'It needs HAProxy 2.4 or newer: older ones know no "http-after-response del-header -m beg".',
        ]),
    ...(inherited
      ? [
          'http-request rules of the defaults run before these lines: what they refuse, preflights included, stays refused.',
        ]
      : []),
    ...(tcp.some((line) => line.words.some(({ value }) => value === 'reject'))
      ? ['Connections that tcp-request rejects get no answer and so no headers.']
      : []),
    ...(site.frontends.filter(({ mode }) => mode === 'http').length > 1
      ? [
          `The policy holds for requests that come through ${frontend.section.kind} ${frontend.section.name}; other frontends stay as they are.`,
        ]
      : []),
  ];
}
