import type { AnyNode, Expression } from 'acorn';
import { parseUrl } from '../../../protocol/index.js';
import { sortHeaders } from '../browser-headers.js';
import type { PastedCall, PastedReading } from '../call.js';
import { Clients } from './clients.js';
import { pairsOf, textOf } from './json.js';
import { parseScript, type ParsedScript } from './parse.js';
import { nameOf, valueOf, type Value } from './values.js';
import { readXhr, type XhrStep } from './xhr.js';

/**
 * Reads a snippet of JavaScript: "Copy as fetch" of the browsers and what people
 * write with fetch, axios, jQuery or XMLHttpRequest. It is parsed, and never run;
 * what only running would tell is said.
 */
export function readScript(text: string): PastedReading {
  const parsed = parseScript(text);
  const found = findCalls(parsed);
  const [call] = found;
  if (call !== undefined) return finish(call, found.length - 1);
  return bad(
    parsed.problem === null
      ? 'there is no request with a URL in this snippet.'
      : `this is no whole JavaScript: ${parsed.problem}.`,
  );
}

function bad(message: string): PastedReading {
  return { value: null, problems: [{ path: 'snippet', message }] };
}

/** Goes through a snippet in its order: names with values, requests, steps of XMLHttpRequests. */
function findCalls({ nodes, declared, text }: ParsedScript): readonly PastedCall[] {
  const scope = new Map<string, Value>();
  const clients = new Clients();
  const calls: PastedCall[] = [];
  const steps: XhrStep[] = [];
  const declare = (name: string, value: Value): void => {
    scope.set(name, value);
    clients.declare(name, value);
  };
  for (const [name, node] of declared) declare(name, valueOf(node as Expression, scope, text));
  const see = (node: AnyNode): void => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init != null)
      declare(node.id.name, valueOf(node.init, scope, text));
    if (node.type === 'CallExpression') {
      const name = nameOf(node.callee);
      const values = node.arguments.map((each) => valueOf(each, scope, text));
      addHeader(name, values, scope);
      const call = clients.read(name, values);
      if (call !== null) calls.push(call);
      const step = /\.(open|setRequestHeader|send)$/.exec(name)?.[1];
      if (step !== undefined) steps.push({ name: step, values });
    }
    if (node.type === 'AssignmentExpression') {
      const name = nameOf(node.left);
      const value = valueOf(node.right, scope, text);
      clients.assign(name, value);
      if (/^\w+\.withCredentials$/.test(name))
        steps.push({ name: 'withCredentials', values: [value] });
    }
  };
  for (const node of nodes) visit(node, see);
  const xhr = readXhr(steps);
  return xhr === null ? calls : [...calls, xhr];
}

/** `headers.append('X-A', '1')` of a Headers object that was declared before. */
function addHeader(name: string, values: readonly Value[], scope: Map<string, Value>): void {
  const [, object = ''] = /^([\w$]+)\.(?:append|set)$/.exec(name) ?? [];
  const headers = scope.get(object);
  if (headers?.kind !== 'call' || headers.name !== 'Headers') return;
  const items = [...pairsOf(headers), values.map((each) => textOf(each) ?? '')].map(
    (pair): Value => ({
      kind: 'list',
      items: pair.map((each): Value => ({ kind: 'text', text: each })),
    }),
  );
  scope.set(object, { kind: 'call', name: 'Headers', values: [{ kind: 'list', items }] });
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
  const known = origin !== null && !call.url.startsWith('{');
  const url = parseUrl(call.url) ?? (known ? parseUrl(call.url, `${origin}/`) : null);
  const before = /^\{([^{}]+)\}/.exec(call.url)?.[1];
  if (url === null && before !== undefined)
    return bad(
      `the URL begins with ${before}, which only running it would tell: write the URL in its place.`,
    );
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
