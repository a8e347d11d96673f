import type { Exchange } from './exchange.js';

/** One step of a sample expression: `req.hdr(origin)` or `lower`. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

/** Fetches of the request, which no rule can read once there is a response. */
const REQUEST_ONLY =
  /^(?:req\.)?(?:hdr|fhdr|hdr_cnt|fhdr_cnt|hdr_ip|cook)$|^(?:path|pathq|url|base|query|url_param|urlp)$/;
const KNOWN =
  /^(?:(?:req\.|res\.)?(?:f?hdr|f?hdr_cnt)|shdr|path|pathq|url|base|query|method|status|var|str|bool|int|ssl_fc|capture\.req\.(?:hdr|method)|always_true|always_false)$/;
const CONVERTERS = /^(?:lower|upper|field|host_only|port_only)$/;

const parsed = new Map<string, readonly Step[]>();

/** `req.hdr(host),lower` in its steps: https://docs.haproxy.org/2.6/configuration.html#7.3.1 */
function stepsOf(expression: string): readonly Step[] {
  const known = parsed.get(expression);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  for (const [, name = '', args] of expression.matchAll(/([^,()]+)(?:\(([^)]*)\))?(?:,|$)/g))
    steps.push({ name: name.trim(), args: args === undefined ? [] : args.split(',') });
  if (parsed.size > 2000) parsed.clear();
  parsed.set(expression, steps);
  return steps;
}

/** The name of an expression's fetch. */
export function fetchOf(expression: string): string {
  return stepsOf(expression)[0]?.name ?? '';
}

/** Whether an expression reads a header of the request: its name, else null. */
export function requestHeaderOf(expression: string): string | null {
  const [fetch] = stepsOf(expression);
  return fetch !== undefined && /^(?:req\.)?f?hdr$/.test(fetch.name)
    ? (fetch.args[0] ?? '').trim().toLowerCase()
    : null;
}

/** Whether it reads what is gone when the response comes. */
export function needsRequest(expression: string): boolean {
  return REQUEST_ONLY.test(fetchOf(expression));
}

/** Whether it is followed here. */
export function isFollowed(expression: string): boolean {
  const [fetch, ...converters] = stepsOf(expression);
  return (
    fetch !== undefined &&
    KNOWN.test(fetch.name) &&
    converters.every(({ name }) => CONVERTERS.test(name))
  );
}

/** The samples of an expression, none where it fails; conditions try them all, formats take the last. */
export function samplesOf(expression: string, exchange: Exchange): readonly string[] {
  const [fetch, ...converters] = stepsOf(expression);
  if (fetch === undefined || (exchange.response !== null && needsRequest(expression))) return [];
  return converters.reduce<readonly string[]>(
    (samples, step) => samples.flatMap((sample) => converted(sample, step)),
    fetched(fetch, exchange),
  );
}

function fetched(
  { name, args: [first = '', second] }: Step,
  exchange: Exchange,
): readonly string[] {
  const { url, method, response } = exchange;
  const of = (found: string | undefined): readonly string[] => (found === undefined ? [] : [found]);
  const answered = response?.headers.map(({ name: each, value }) => [each, value] as const) ?? [];
  const plain = name.replace(/^req\./, '').replace(/^shdr$/, 'res.hdr');
  switch (plain) {
    case 'hdr':
    case 'res.hdr': {
      const all = valuesOf(plain === 'hdr' ? exchange.headers : answered, first, true);
      return second === undefined ? all : of(all.at(Number(second) > 0 ? Number(second) - 1 : -1));
    }
    case 'fhdr':
    case 'res.fhdr':
      return valuesOf(plain === 'fhdr' ? exchange.headers : answered, first, false);
    case 'hdr_cnt':
    case 'fhdr_cnt':
      return [String(valuesOf(exchange.headers, first, plain === 'hdr_cnt').length)];
    case 'res.hdr_cnt':
    case 'res.fhdr_cnt':
      return [String(valuesOf(answered, first, plain === 'res.hdr_cnt').length)];
    case 'path':
      return [exchange.path];
    case 'pathq':
    case 'url':
      return [exchange.path + url.search];
    case 'base':
      return [url.host + exchange.path];
    case 'query':
      return of(url.search === '' ? undefined : url.search.slice(1));
    case 'method':
    case 'capture.method':
      return [method];
    case 'capture.req.method':
      return [method];
    case 'capture.req.hdr':
      return of(exchange.captures.get(Number(first)));
    case 'status':
      return response === null ? [] : [String(response.status)];
    case 'var':
      return of(exchange.variables.get(first.trim()));
    case 'str':
    case 'int':
      return [first];
    case 'bool':
      return [first === 'true' || first === '1' ? '1' : '0'];
    case 'always_true':
      return ['1'];
    case 'always_false':
      return ['0'];
    case 'ssl_fc':
      return [url.protocol === 'https:' ? '1' : '0'];
    default:
      return [];
  }
}

/** Values of a header: `hdr` splits them at commas, `fhdr` takes lines as they are. */
function valuesOf(
  headers: readonly (readonly [string, string])[],
  name: string,
  split: boolean,
): readonly string[] {
  const lower = name.trim().toLowerCase();
  const lines = headers.filter(([each]) => each.toLowerCase() === lower).map(([, value]) => value);
  return split ? lines.flatMap((line) => line.split(',').map((value) => value.trim())) : lines;
}

function converted(sample: string, { name, args }: Step): readonly string[] {
  switch (name) {
    case 'lower':
      return [sample.toLowerCase()];
    case 'upper':
      return [sample.toUpperCase()];
    case 'host_only':
      return [sample.replace(/:\d*$/, '').toLowerCase()];
    case 'port_only':
      return [/:(\d+)$/.exec(sample)?.[1] ?? '0'];
    case 'field': {
      const fields = sample.split(args[1] ?? ':');
      const at = Number(args[0]);
      return [fields.at(at > 0 ? at - 1 : at) ?? ''];
    }
    default:
      return [];
  }
}
