import { parse, type AnyNode, type Program } from 'acorn';
import { parseUrl } from '../../../protocol/index.js';
import { sortHeaders } from '../browser-headers.js';
import type { PastedCall, PastedReading } from '../call.js';
import { readerOf } from './calls.js';
import { nameOf, valueOf, type Value } from './values.js';
import { readXhr, type XhrStep } from './xhr.js';

/**
 * Reads a snippet of JavaScript: "Copy as fetch" of the browsers and what people
 * write with fetch, axios, jQuery or XMLHttpRequest. It is parsed, and never run;
 * what only running would tell is said.
 */
export function readScript(text: string): PastedReading {
  let program: Program;
  try {
    program = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return bad(`this is no whole JavaScript: ${message}.`);
  }
  const found = findCalls(program, text);
  const [call] = found;
  if (call === undefined) return bad('there is no request with a URL in this snippet.');
  return finish(call, found.length - 1);
}

function bad(message: string): PastedReading {
  return { value: null, problems: [{ path: 'snippet', message }] };
}

/** Goes through a program in its order: names with values, requests, steps of XMLHttpRequests. */
function findCalls(program: Program, text: string): readonly PastedCall[] {
  const scope = new Map<string, Value>();
  const calls: PastedCall[] = [];
  const steps: XhrStep[] = [];
  visit(program, (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init != null)
      scope.set(node.id.name, valueOf(node.init, scope, text));
    if (node.type === 'CallExpression') {
      const name = nameOf(node.callee);
      const values = node.arguments.map((each) => valueOf(each, scope, text));
      const reader = readerOf(name);
      const call = reader?.read(values, reader.verb) ?? null;
      if (call !== null) calls.push(call);
      const step = /\.(open|setRequestHeader|send)$/.exec(name)?.[1];
      if (step !== undefined) steps.push({ name: step, values });
    }
    if (node.type === 'AssignmentExpression' && nameOf(node.left).endsWith('.withCredentials'))
      steps.push({ name: 'withCredentials', values: [valueOf(node.right, scope, text)] });
  });
  const xhr = readXhr(steps);
  return xhr === null ? calls : [...calls, xhr];
}

function visit(node: AnyNode, see: (node: AnyNode) => void): void {
  see(node);
  for (const child of Object.values(node) as unknown[])
    for (const each of Array.isArray(child) ? (child as unknown[]) : [child])
      if (isNode(each)) visit(each, see);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Headers sorted out, and what is not known said. */
function finish(call: PastedCall, others: number): PastedReading {
  const sorted = sortHeaders(call.headers);
  const page = call.origin === null ? null : (parseUrl(call.origin)?.origin ?? null);
  const origin = page === 'null' ? null : (page ?? sorted.origin);
  const url = parseUrl(call.url) ?? (origin === null ? null : parseUrl(call.url, `${origin}/`));
  if (url === null)
    return bad(
      `the URL "${call.url.slice(0, 80)}" is relative to the page, so that it is of the page's own origin and CORS has no part in it. Give the whole URL if a proxy or a base URL makes it another one.`,
    );
  const unknown = [call.url, call.body ?? '', ...sorted.headers.map(([, value]) => value)]
    .flatMap((each) => [...each.matchAll(/\{([^{}"]{1,60})\}/g)])
    .map(([, source]) => source ?? '')
    .filter((source) => /^[\w$.[\]()…]+$/.test(source));
  const cookie = call.cookie ?? sorted.cookie;
  return {
    value: {
      ...call,
      url: url.href,
      headers: sorted.headers,
      origin,
      cookie,
      credentials: call.credentials ?? (cookie === null ? null : 'include'),
      notes: [
        ...call.notes,
        ...sorted.notes,
        ...(unknown.length === 0
          ? []
          : [
              `Not known without running it: ${[...new Set(unknown)].join(', ')}. A placeholder stands there; what decides about CORS is that the header is there.`,
            ]),
        ...(others > 0 ? [`The snippet makes ${others} more requests: the first is tried.`] : []),
      ],
    },
    problems: [],
  };
}
