import type { SimulatedHeader, Span } from '../target.js';
import type { Exchange } from './exchange.js';
import { samplesOf } from './expression.js';
import { expand } from './format.js';
import { regexOf } from './criterion.js';
import type { Rule } from './rules.js';

/** An answer that a rule gives instead of the server behind. */
export interface Ended {
  readonly status: number;
  readonly headers: readonly SimulatedHeader[];
  readonly span: Span;
}

/** What a rule that ends a request answers; null for one that does not. */
export function endedBy(rule: Rule, exchange: Exchange, proxy: string): Ended | null {
  const { kind, action, line } = rule;
  const words = rule.args.map(({ value }) => value);
  const after = (...names: readonly string[]): string | null => {
    const at = words.findIndex((each) => names.includes(each));
    return at < 0 ? null : (words[at + 1] ?? null);
  };
  const { span } = line;
  const status = (usual: number): number => Number(after('deny_status', 'status')) || usual;
  switch (action) {
    case 'deny':
      return {
        status: status(kind === 'http-response' ? 502 : 403),
        headers: headersOf(rule, exchange),
        span,
      };
    case 'tarpit':
      return { status: status(500), headers: headersOf(rule, exchange), span };
    case 'return':
      return { status: status(200), headers: headersOf(rule, exchange), span };
    case 'auth': {
      const value = `Basic realm="${after('realm') ?? proxy}"`;
      return { status: 401, headers: [{ name: 'WWW-Authenticate', value, span }], span };
    }
    case 'redirect': {
      const code = Number(after('code')) || 302;
      const value = locationOf(words, exchange);
      return { status: code, headers: [{ name: 'Location', value, span }], span };
    }
    // They close the connection: no page can tell that from an error.
    case 'reject':
    case 'silent-drop':
      return kind === 'http-request' ? { status: 400, headers: [], span } : null;
    default:
      return null;
  }
}

/** `hdr <name> <format>`; one that expands to nothing is left out (measured with 2.6.12). */
function headersOf({ args, line }: Rule, exchange: Exchange): SimulatedHeader[] {
  return args.flatMap(({ value: keyword }, index) => {
    if (keyword !== 'hdr') return [];
    const value = expand(args[index + 2]?.value ?? '', exchange);
    return value === '' ? [] : [{ name: args[index + 1]?.value ?? '', value, span: line.span }];
  });
}

function locationOf(words: readonly string[], exchange: Exchange): string {
  const at = words.findIndex((each) => /^(?:location|prefix|scheme)$/.test(each));
  const target = expand(words[at + 1] ?? '', exchange);
  const path = exchange.path + (words.includes('drop-query') ? '' : exchange.url.search);
  if (words[at] === 'prefix') return target === '/' ? path : target + path;
  return words[at] === 'scheme' ? `${target}://${exchange.url.host}${path}` : target;
}

/** set-var, set-var-fmt and unset-var; false for other actions. A variable whose expression fails stays as it is. */
export function setVariable({ action, parameter, args }: Rule, exchange: Exchange): boolean {
  const [name = ''] = parameter.split(',');
  const [first = ''] = args.map(({ value }) => value);
  if (action === 'unset-var') exchange.variables.delete(name);
  else if (action === 'set-var-fmt') exchange.variables.set(name, expand(first, exchange));
  else if (action === 'set-var') {
    const expression = args.map(({ value }) => value).join('');
    const value = samplesOf(expression, exchange).at(-1);
    if (value !== undefined) exchange.variables.set(name, value);
  } else return false;
  return true;
}

/** The actions on the headers of a response; set-header and add-header send also what is empty (measured with 2.6.12). */
export function changeHeaders({ action, args, line }: Rule, exchange: Exchange): void {
  const { response } = exchange;
  if (response === null) return;
  const [name = '', given = '', third = ''] = args.map(({ value }) => value);
  const lower = name.toLowerCase();
  const is = (header: SimulatedHeader): boolean => header.name.toLowerCase() === lower;
  const value = (): string => expand(given, exchange);
  if (action === 'set-header') {
    const put = { name, value: value(), span: line.span };
    response.headers = [...response.headers.filter((each) => !is(each)), put];
  } else if (action === 'add-header')
    response.headers = [...response.headers, { name, value: value(), span: line.span }];
  else if (action === 'del-header')
    response.headers = response.headers.filter(
      (each) => !named(each.name.toLowerCase(), lower, given === '-m' ? third : 'str'),
    );
  else if (action === 'set-status') response.status = Number(name) || response.status;
  else if (action === 'replace-header' || action === 'replace-value') {
    const regex = regexOf(given, false);
    response.headers = response.headers.map((each) => {
      if (!is(each) || regex === null) return each;
      const replaced = (text: string): string =>
        text.replace(regex, expand(third, exchange).replaceAll(/\\(\d)/g, '$$$1'));
      const all =
        action === 'replace-header'
          ? replaced(each.value)
          : each.value.split(/,\s*/).map(replaced).join(', ');
      return { ...each, value: all, span: all === each.value ? each.span : line.span };
    });
  }
}

/** Whether `del-header <name> -m <method>` means a header. */
function named(name: string, pattern: string, method: string): boolean {
  if (method === 'beg') return name.startsWith(pattern);
  if (method === 'end') return name.endsWith(pattern);
  if (method === 'sub') return name.includes(pattern);
  return method === 'reg' ? (regexOf(pattern, true)?.test(name) ?? false) : name === pattern;
}
