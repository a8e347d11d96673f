import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { carriedFor } from './carried.js';
import { modelOf, type Model } from './contexts.js';
import { linesFor } from './lines.js';
import { knowsMethod } from './methods.js';
import { isFirst, moduleChanges } from './module-lists.js';
import { modulesOf } from './modules.js';
import { headingOf, hostOf, isOurs, ownBlocks } from './own.js';
import { parse, type Statement } from './parse.js';
import { probe } from './policy.js';
import { oldEntries } from './old.js';

const RELOAD = 'lighttpd -tt -f /etc/lighttpd/lighttpd.conf && systemctl restart lighttpd';

/**
 * The least change after which a place says a policy: one block behind all others,
 * with a list of headers for each origin and the answer to its preflights.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { text, file } = existing;
  const { statements, faults } = parse(text);
  const model = modelOf(statements);
  const reasons = cannotSay(policy, place);
  const [fault] = [...faults, ...model.faults];
  if (fault !== undefined) reasons.push(`${file} does not parse: ${fault.message}`);
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const made = changesFor(policy, place, text, statements, model);
  if (made.reasons.length > 0) return { kind: 'cannot', reasons: made.reasons };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const changes = made.changes.map((change) => ({
    ...change,
    text: change.text.replaceAll(/\r?\n/g, eol),
  }));
  if (applyChanges(text, changes) === text)
    return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  return { kind: 'change', changes, reload: RELOAD, notes: notes(model, policy) };
}

function cannotSay({ origins, methods, privateNetwork }: CorsPolicy, place: Place): string[] {
  const reasons: string[] = [];
  if (origins.some(({ kind }) => kind === 'subdomains'))
    reasons.push(
      'lighttpd sends texts as they are written and cannot echo an origin that matches a pattern: name the origins, let the API send them, or use mod_magnet.',
    );
  if (methods === '*' || methods.some((method) => !knowsMethod(method)))
    reasons.push(
      'lighttpd answers 501 to methods that it does not know, without any header of yours: name the methods that are used.',
    );
  if (privateNetwork)
    reasons.push(
      'Access-Control-Allow-Private-Network is not written for lighttpd; let the API itself send it.',
    );
  if (parseUrl(place.origin + place.path) === null || !/^\/[\w.~/-]*$/.test(place.path))
    reasons.push(
      `${place.path} has letters that mean something else to lighttpd: use a plain path.`,
    );
  return reasons;
}

function changesFor(
  policy: CorsPolicy,
  place: Place,
  text: string,
  statements: readonly Statement[],
  model: Model,
): { readonly changes: readonly Change[]; readonly reasons: readonly string[] } {
  const host = hostOf(place);
  const hosts = hostsOf(model);
  const own = ownBlocks(statements).filter((each) => each.host === host);
  const before = own
    .filter(({ path }) => path === place.path)
    .map(({ block }): Change => ({
      where: 'the block of before',
      text: '',
      at: withHeading(text, block.span, place),
    }));
  const old = oldEntries(text, model, place, hosts);
  const removals = [...before, ...old];
  if (policy.origins.length === 0 && !speaks(applyChanges(text, removals), place))
    return { changes: removals, reasons: [] };
  const { carried, reasons } = carriedFor(model, place, hosts, text);
  const lines = linesFor(policy, place, carried);
  // Of two places of a host the deeper one has to come later.
  const deeper = own.filter(({ path }) => path !== place.path && path.startsWith(place.path));
  const first = deeper[0]?.block;
  const at = first === undefined ? text.length : withHeading(text, first.span, null).start;
  const lead = first !== undefined || text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const put: Change = {
    where:
      first === undefined
        ? 'at the end of the file'
        : `before the block of ${deeper[0]?.path ?? ''}`,
    text: `${lead}${lines.join('\n')}\n${first === undefined ? '' : '\n'}`,
    at: { start: at, end: at },
  };
  return { changes: [...removals, ...moduleChanges(text, statements, model), put], reasons };
}

/** The span of a block with the comment that was written above it, and a blank line before. */
function withHeading(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  place: Place | null,
): { readonly start: number; readonly end: number } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const above = text.slice(0, lineStart);
  const heading = place === null ? '# CORS for [^\\n]*' : escaped(headingOf(place));
  const head = new RegExp(`(?:^|\\n)(${heading}\\r?\\n)$`).exec(above)?.[1] ?? '';
  const from = lineStart - head.length;
  if (place === null) return { start: from, end };
  const blank = /(?:^|\n)(\r?\n)$/.exec(text.slice(0, from))?.[1] ?? '';
  const after = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0] ?? '';
  return { start: from - blank.length, end: end + after.length };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The hosts that a file tells apart without what was written here. */
function hostsOf({ contexts }: Model): readonly string[] {
  return contexts.flatMap(({ condition, operand, settings, ...context }) =>
    condition?.field === 'host' &&
    !isOurs({ condition, operand, settings, ...context }) &&
    settings.size > 0
      ? [operand ?? '']
      : [],
  );
}

/** Whether a text still sends CORS headers at a place. */
function speaks(text: string, place: Place): boolean {
  const model = modelOf(parse(text).statements);
  const { headers } = probe(model, place.origin + place.path, 'GET', 'https://app.example.com');
  return headers.some(({ name }) => /^access-control-/i.test(name));
}

function notes(model: Model, { origins }: CorsPolicy): readonly string[] {
  const { includes } = model;
  const { listed } = modulesOf(model);
  return [
    ...(listed?.includes('mod_setenv') === true && origins.length > 0 && !isFirst(model)
      ? [
          'mod_setenv now runs before the others: answers of mod_redirect and mod_auth elsewhere get the headers that are set for them, too.',
        ]
      : []),
    ...(listed === null && origins.length > 0
      ? ['Where another file loads mod_redirect, it has to load mod_setenv before that.']
      : []),
    ...includes.map(
      () =>
        'Files that this one includes are not read: a list of headers in them that comes later takes the place of these.',
    ),
    ...(origins.length > 0
      ? [
          'lighttpd has no way to answer OPTIONS itself but a redirect: with status 204 and no Location it is a plain answer.',
        ]
      : []),
  ].filter((note, index, all) => all.indexOf(note) === index);
}
