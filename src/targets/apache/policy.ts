import {
  readAllowedOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { answeredPolicy, sampleOrigin } from '../support/answered.js';
import { Context } from './context.js';
import { headerLine } from './headers.js';
import { isPlain } from './environment.js';
import { named, type Directive } from './parse.js';
import { originsOfPattern } from './pattern.js';
import { scopesFor } from './sections.js';
import { serverFor, type Site } from './servers.js';
import { simulate } from './simulate.js';
import { askedRequest } from '../support/asked.js';

/** What a place allows, as far as it can be told; `unclear` where it cannot. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly unclear: string | null;
  /** The lines that send Access-Control-Allow-Origin. */
  readonly lines: readonly Directive[];
}

/** Reads whom a place lets in from its Allow-Origin lines, and the rest from what it answers them. */
export function policyAt(site: Site, url: string): Found {
  const parsed = parseUrl(url);
  const nothing: Found = { policy: null, unclear: null, lines: [] };
  if (parsed === null) return nothing;
  const request = askedRequest(url, 'GET');
  const server = serverFor(site, parsed);
  const scopes = scopesFor(site, server, new Context(request, parsed));
  const lines = allowOriginLines(scopes);
  if (lines.length === 0) return nothing;
  const origins: AllowedOrigin[] = [];
  for (const line of lines) {
    const found = originsOf(line, scopes);
    if (typeof found === 'string') return { policy: null, unclear: found, lines };
    origins.push(...found);
  }
  const distinct = [...new Map(origins.map((each) => [writeAllowedOrigin(each), each])).values()];
  const policy = answeredPolicy(distinct, url, (asked) =>
    simulate(site, asked, () => ({ status: 200, headers: [] })),
  );
  const [first] = origins;
  const sent = first === undefined ? [] : answers(site, url, sampleOrigin(first));
  if (first !== undefined && sent.length !== 1)
    return {
      policy: null,
      unclear: 'Access-Control-Allow-Origin is sent more than once, or not to everybody it names.',
      lines,
    };
  return { policy, unclear: null, lines };
}

/** Values of Access-Control-Allow-Origin that a page gets. */
function answers(site: Site, url: string, origin: string): readonly string[] {
  const request = askedRequest(url, 'GET', [['origin', origin]]);
  return simulate(site, request, () => ({ status: 200, headers: [] }))
    .headers.filter(({ name }) => name.toLowerCase() === 'access-control-allow-origin')
    .map(({ value }) => value);
}

/** The lines of sections that put something into Access-Control-Allow-Origin; `unset` takes those before away. */
function allowOriginLines(scopes: readonly (readonly Directive[])[]): readonly Directive[] {
  let lines: Directive[] = [];
  for (const directive of scopes.flatMap((scope) => named(scope, 'header'))) {
    const line = headerLine(directive);
    if (line === null || !/^access-control-allow-origin$/i.test(line.name)) continue;
    const same = (each: Directive): boolean => headerLine(each)?.always === line.always;
    if (line.condition === null && (line.action === 'unset' || line.action === 'set'))
      lines = lines.filter((each) => !same(each));
    if (line.action !== 'unset' && line.action !== 'echo' && line.action !== 'note')
      lines.push(directive);
  }
  return lines;
}

function originsOf(
  directive: Directive,
  scopes: readonly (readonly Directive[])[],
): readonly AllowedOrigin[] | string {
  const line = headerLine(directive);
  if (line === null) return [];
  const { value, condition } = line;
  const variable = /^%\{(\w+)\}e$/.exec(value)?.[1];
  if (variable !== undefined) {
    const lines = scopes.flatMap((scope) => setting(scope, variable));
    return lines.length === 0
      ? `What sets ${variable} cannot be told from here.`
      : fromVariables(lines, variable);
  }
  if (/%\{/.test(value)) return `Who gets "${value}" cannot be told from here.`;
  const read = readAllowedOrigin(value).value;
  if (read === null) return `"${value}" is no origin.`;
  const named = /^env=(\w+)$/i.exec(condition ?? '')?.[1];
  if (condition === null || read.kind === 'exact') return [read];
  if (named === undefined) return `Who gets "${value}" depends on ${condition}.`;
  return `Who gets "${value}" depends on the variable ${named}.`;
}

/** The lines that give a variable a value. */
export function setting(scope: readonly Directive[], variable: string): readonly Directive[] {
  return named(scope, 'setenvif', 'setenvifnocase', 'setenvifexpr', 'setenv').filter(({ args }) =>
    args.some(({ value }) => value === variable || value.startsWith(`${variable}=`)),
  );
}

function fromVariables(
  lines: readonly Directive[],
  variable: string,
): readonly AllowedOrigin[] | string {
  const origins: AllowedOrigin[] = [];
  for (const { name, args } of lines) {
    const words = args.map(({ value }) => value);
    const pattern = words[1] ?? '';
    if (!name.startsWith('setenvif') || !/^origin$/i.test(words[0] ?? '') || isPlain(pattern))
      return `${variable} does not come from Origin alone.`;
    const found = originsOfPattern(pattern);
    if (found === null) return `"${pattern}" is no pattern of origins that can be told apart.`;
    origins.push(...found);
  }
  return origins;
}
