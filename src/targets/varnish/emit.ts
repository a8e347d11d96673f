import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { sampleOrigin } from '../support/answered.js';
import { applyChanges } from '../support/apply.js';
import { indentAt } from '../support/position.js';
import type { Change, Emission, Place, Source, Span } from '../target.js';
import { frame, requestLines, responseLines, TAIL } from './lines.js';
import { oldLines } from './old.js';
import {
  allStatements,
  isOurs,
  keyOf,
  placeBlocks,
  REQUEST_SUB,
  RESPONSE_SUB,
  subsOf,
} from './own.js';
import { parse, type Part, type Sub } from './parse.js';
import { valuesOf } from '../support/asked.js';
import { probe } from './policy.js';
import { subsFrom } from './read.js';

const RELOAD = 'varnishd -C -f /etc/varnish/default.vcl > /dev/null && systemctl reload varnish';

/**
 * The least change after which a place says a policy: what a request is gets found
 * out before the user's subroutines, preflights are answered there, and the headers
 * are set behind them, wherever they return.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { text, file } = existing;
  const { parts, faults } = parse(text);
  const reasons: string[] = [];
  if (faults.length > 0) reasons.push(`${file} does not parse: ${faults[0]?.message ?? ''}`);
  if (parseUrl(place.origin + place.path) === null || !/^\/[\w.~/-]*$/.test(place.path))
    reasons.push(
      `${place.path} has letters that mean something else to Varnish: use a plain path.`,
    );
  const version = parts.find((part) => part.kind === 'declaration' && part.word === 'vcl');
  if (faults.length === 0 && version === undefined && parts.length > 0)
    reasons.push(
      `${file} does not begin with "vcl 4.1;": policies go into the file that does, not into one that it includes.`,
    );
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const changes = changesFor(policy, place, text, parts).map((change) => ({
    ...change,
    text: change.text.replaceAll(/\r?\n/g, eol),
  }));
  const after = applyChanges(text, changes);
  if (after === text) return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  const kept = obstacles(policy, place, after);
  if (kept.length > 0) return { kind: 'cannot', reasons: kept };
  return { kind: 'change', changes, reload: RELOAD, notes: notes(parts) };
}

function changesFor(
  policy: CorsPolicy,
  place: Place,
  text: string,
  parts: readonly Part[],
): readonly Change[] {
  const removals = oldLines(text, parts, place);
  const key = keyOf(place);
  const [request] = subsOf(parts, REQUEST_SUB);
  const [response] = subsOf(parts, RESPONSE_SUB);
  const before = [request, response].flatMap((sub) =>
    (sub === undefined ? [] : placeBlocks(sub))
      .filter((block) => block.key === key)
      .map(({ statement }) => removal(text, statement.span, 'the lines of before')),
  );
  const cleaned = applyChanges(text, [...removals, ...before]);
  if (policy.origins.length === 0 && !speaks(cleaned, place)) return [...removals, ...before];
  const requests = requestLines(policy, place);
  const responses = responseLines(policy, place);
  if (request !== undefined && response !== undefined)
    return [
      ...removals,
      ...before,
      ...inserted(text, request, requests, place),
      ...inserted(text, response, responses, null),
    ];
  return [...removals, ...before, ...whole(text, parts, requests, responses)];
}

/** Into a subroutine of ours: of two places of a host the deeper one comes first. */
function inserted(
  text: string,
  sub: Sub,
  lines: readonly string[],
  place: Place | null,
): readonly Change[] {
  if (lines.length === 0) return [];
  const shallower =
    place === null
      ? undefined
      : placeBlocks(sub).find(({ key }) => key !== keyOf(place) && keyOf(place).startsWith(key));
  // The answer to preflights is the last statement of the request's part.
  const last = place === null ? undefined : sub.body.at(-1);
  const ahead = shallower?.statement ?? last;
  const at =
    ahead === undefined ? lineStart(text, sub.inner.end) : lineStart(text, ahead.span.start);
  const indent = ahead === undefined ? '    ' : indentAt(text, ahead.span.start);
  const put = lines.map((line) => `${indent}${line}\n`).join('');
  return [{ where: `in sub ${sub.name}`, text: put, at: { start: at, end: at } }];
}

/** All of what is written here, into a text that has none of it. */
function whole(
  text: string,
  parts: readonly Part[],
  requests: readonly string[],
  responses: readonly string[],
): readonly Change[] {
  const subs = parts.filter((part) => part.kind === 'sub');
  const first = subs[0];
  const at = first === undefined ? text.length : commentStart(text, first.span.start);
  const head = frame(requests, responses).join('\n');
  const gap = text === '' ? 'vcl 4.1;\n\n' : text.endsWith('\n') ? '\n' : '\n\n';
  const tail = TAIL.join('\n');
  if (first === undefined)
    return [
      {
        where: 'at the end of the file',
        text: `${gap}${head}\n\n${tail}\n`,
        at: { start: at, end: at },
      },
    ];
  const end = text.length;
  return [
    { where: `before sub ${first.name}`, text: `${head}\n\n`, at: { start: at, end: at } },
    ...returns(subs),
    { where: 'at the end of the file', text: `${gap}${tail}\n`, at: { start: end, end } },
  ];
}

/** The headers are also set where a subroutine of the user's ends the answer. */
function returns(subs: readonly Sub[]): readonly Change[] {
  const answering = reachable(subs, ['vcl_deliver', 'vcl_synth']);
  const others = subs
    .map(({ name }) => name)
    .filter((name) => /^vcl_(?!deliver$|synth$)/.test(name));
  // There is no resp in what others call, too.
  const elsewhere = reachable(subs, others);
  return subs
    .filter(({ name }) => answering.has(name) && !elsewhere.has(name))
    .flatMap(({ name, body }) =>
      allStatements(body).flatMap((statement) =>
        statement.kind === 'return' && statement.action === 'deliver'
          ? [
              {
                where: `before return (deliver) in sub ${name}`,
                text: `call ${RESPONSE_SUB};\n${' '.repeat(8)}`,
                at: { start: statement.span.start, end: statement.span.start },
              },
            ]
          : [],
      ),
    );
}

/** The subroutines that are called from some, and these themselves. */
function reachable(subs: readonly Sub[], from: readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  for (const name of found)
    for (const { body } of subs.filter((sub) => sub.name === name))
      for (const each of allStatements(body)) if (each.kind === 'call') found.add(each.name);
  return found;
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return text.slice(start, at).trim() === '' ? start : at;
}

/** Before the comment lines that stand right above something. */
function commentStart(text: string, at: number): number {
  let start = lineStart(text, at);
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || !/^[ \t]*(?:#|\/\/)/.test(text.slice(above, start))) return start;
    start = above;
  }
}

function removal(text: string, { start, end }: Span, where: string): Change {
  const from = lineStart(text, start);
  const rest =
    from < start || text[from - 1] === '\n' ? /^[ \t]*\r?\n/.exec(text.slice(end)) : null;
  return { where, text: '', at: { start: from, end: end + (rest?.[0].length ?? 0) } };
}

/** Whether a text still sends CORS headers at a place. */
function speaks(text: string, place: Place): boolean {
  const subs = subsFrom(parse(text).parts);
  const { headers } = probe(subs, place.origin + place.path, 'GET', 'https://app.example.com');
  return headers.some(({ name }) => /^access-control-/i.test(name));
}

/** What of the user's still stands between a policy and its answers. */
function obstacles(policy: CorsPolicy, place: Place, text: string): string[] {
  const [allowed] = policy.origins;
  if (allowed === undefined) return [];
  const subs = subsFrom(parse(text).parts);
  const origin = sampleOrigin(allowed);
  const methods = policy.methods === '*' ? ['GET', 'X-ANY'] : ['GET', ...policy.methods];
  const asked = [...methods.filter((method) => method !== 'OPTIONS'), 'OPTIONS'];
  return asked.flatMap((method) => {
    const more = method === 'OPTIONS' ? ([['access-control-request-method', 'PUT']] as const) : [];
    const answer = probe(subs, place.origin + place.path, method, origin, more);
    if (valuesOf(answer, 'access-control-allow-origin').length === 1) return [];
    const line =
      answer.span === null
        ? ''
        : ` in line ${text.slice(0, answer.span.start).split('\n').length} of what would be written`;
    return [
      `${method === 'OPTIONS' ? 'Preflights are' : `${method} is`} answered past vcl_deliver${line}, where no header can be set: take that return out, or let the API send the headers.`,
    ];
  });
}

function notes(parts: readonly Part[]): readonly string[] {
  const words = parts.flatMap((part) => (part.kind === 'declaration' ? [part.word] : []));
  const returnsInOthers = parts.some(
    (part) =>
      part.kind === 'sub' &&
      !isOurs(part) &&
      allStatements(part.body).some(
        (each) => each.kind === 'return' && /^(?:restart|pipe)$/.test(each.action),
      ),
  );
  return [
    ...(words.includes('include')
      ? ['Files that this one includes are not read: a return in them can come before these lines.']
      : []),
    ...(returnsInOthers
      ? ['What is piped or restarted goes past these lines, or through them twice.']
      : []),
  ];
}
