import { sortHeaders } from '../browser-headers.js';
import { pastedCall, type PastedReading } from '../call.js';
import { powerShellTokens, type Token } from './tokens.js';
import { PowerShellReader, variableName, type PowerShellValue } from './values.js';

const COMMAND = /^(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)$/i;

/** What was found in a text before it is put together. */
interface Found {
  readonly cookies: string[];
  userAgent: string | null;
  /** Parameters of the command, lower-case; true for switches. */
  readonly parameters: Map<string, PowerShellValue | true>;
}

/** Reads Invoke-WebRequest and Invoke-RestMethod as Chromium, Edge and Firefox copy them. Nothing is run. */
export function readPowerShell(text: string): PastedReading {
  const { tokens, cut } = powerShellTokens(text);
  if (cut)
    return bad(
      'a quote is not closed: the command was cut while it was copied. Copy it once more.',
    );
  const found = find(tokens);
  const url = textOf(found.parameters.get('uri'));
  if (url === null) return bad('there is no -Uri in this command: give it one.');
  return { value: callOf(url, found), problems: [] };
}

function bad(message: string): PastedReading {
  return { value: null, problems: [{ path: 'PowerShell', message }] };
}

/** Goes through assignments and calls up to the first request. */
function find(tokens: readonly Token[]): Found {
  const reader = new PowerShellReader(tokens);
  const found: Found = { cookies: [], userAgent: null, parameters: new Map() };
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    reader.at++;
    if (token.kind !== 'word') continue;
    if (COMMAND.test(token.text)) {
      readParameters(reader, found);
      break;
    }
    if (/Net\.Cookie$/i.test(token.text) && reader.isSign('(')) {
      const [name, comma, value] = [1, 2, 3].map((ahead) => reader.peek(ahead));
      if (comma?.text === ',' && name !== undefined && value !== undefined)
        found.cookies.push(`${name.text}=${value.text}`);
    } else if (token.text.startsWith('$') && reader.isSign('=')) {
      reader.at++;
      const value = reader.value();
      if (value === null) continue;
      if (/\.UserAgent$/i.test(token.text)) found.userAgent = textOf(value);
      else reader.variables.set(variableName(token.text), value);
    }
  }
  return found;
}

/** `-Name value`, `-Switch`, a URL in its place, and `@splatted`, up to the end of the line. */
function readParameters(reader: PowerShellReader, { parameters }: Found): void {
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    if (reader.isSign('\n') || reader.isSign(';')) return;
    const named = token.kind === 'word' ? /^-([A-Za-z]+):?$/.exec(token.text)?.[1] : undefined;
    if (named !== undefined) {
      reader.at++;
      const next = reader.peek();
      const isSwitch =
        next === undefined ||
        (next.kind === 'word' && next.text.startsWith('-')) ||
        (next.kind === 'sign' && !/^(?:@\{|\()$/.test(next.text));
      parameters.set(named.toLowerCase(), isSwitch ? true : (reader.value() ?? true));
    } else if (token.kind === 'word' && token.text.startsWith('@')) {
      reader.at++;
      const splat = reader.variables.get(variableName(token.text));
      if (splat?.kind === 'table')
        for (const [name, value] of splat.entries) parameters.set(name.toLowerCase(), value);
    } else {
      const value = reader.value();
      if (value === null) reader.at++;
      else if (!parameters.has('uri')) parameters.set('uri', value);
    }
  }
}

function callOf(url: string, { cookies, userAgent, parameters }: Found): PastedReading['value'] {
  const text = (name: string): string | null => textOf(parameters.get(name));
  const table = parameters.get('headers');
  const agent = text('useragent') ?? userAgent;
  const given: (readonly [string, string])[] = [
    ...entriesOf(table),
    ...(agent === null ? [] : [['User-Agent', agent] as const]),
  ];
  const sorted = sortHeaders(given);
  const { body, type } = bodyOf(parameters);
  const typed = sorted.headers.some(([name]) => name.toLowerCase() === 'content-type');
  const named = text('contenttype') ?? (body === null ? null : type);
  const cookie = cookies.length > 0 ? cookies.join('; ') : sorted.cookie;
  const copied = sorted.taken.some((name) => name.startsWith('sec-'));
  return {
    ...pastedCall(copied ? "a browser's PowerShell command" : 'a PowerShell command', url),
    method: text('method')?.toUpperCase() ?? (text('custommethod') || null),
    headers: [
      ...sorted.headers,
      ...(named === null || typed ? [] : [['Content-Type', named] as const]),
    ],
    body,
    cookie,
    origin: sorted.origin,
    credentials: cookie === null ? null : 'include',
    insecure: parameters.get('skipcertificatecheck') === true,
    notes: [
      ...sorted.notes,
      ...(parameters.has('infile')
        ? [`The body is in a file (${text('infile') ?? ''}), which is not read.`]
        : []),
    ],
  };
}

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest */
function bodyOf(parameters: Found['parameters']): {
  readonly body: string | null;
  readonly type: string;
} {
  const form = 'application/x-www-form-urlencoded';
  if (parameters.has('form'))
    return { body: '--whycors--\r\n', type: 'multipart/form-data; boundary=whycors' };
  const body = parameters.get('body');
  if (body === undefined || body === true)
    return { body: parameters.has('infile') ? '' : null, type: form };
  if (body.kind === 'text') return { body: body.text, type: form };
  return { body: new URLSearchParams(Object.fromEntries(entriesOf(body))).toString(), type: form };
}

function entriesOf(value: PowerShellValue | true | undefined): (readonly [string, string])[] {
  if (value === undefined || value === true || value.kind !== 'table') return [];
  return [...value.entries].map(([name, each]) => [name, textOf(each) ?? ''] as const);
}

function textOf(value: PowerShellValue | true | undefined): string | null {
  return value === undefined || value === true || value.kind !== 'text' ? null : value.text;
}
