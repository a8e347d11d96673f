import { sortHeaders } from './browser-headers.js';
import { pastedCall, type PastedReading } from './call.js';

/** Reads Invoke-WebRequest as Chromium and Edge copy it. Nothing is run. */
export function readPowerShell(text: string): PastedReading {
  const url = argument(text, 'Uri') ?? /\b(?:WebRequest|RestMethod)\s+"([^"]+)"/i.exec(text)?.[1];
  if (url === undefined || url === null)
    return {
      value: null,
      problems: [{ path: 'PowerShell', message: 'there is no -Uri in this command: give it one.' }],
    };
  const given: [string, string][] = [];
  const block = /-Headers\s+@\{([\s\S]*?)\n?\}/i.exec(text)?.[1] ?? '';
  for (const [, name = '', value = ''] of block.matchAll(
    /"((?:[^"`]|`[\s\S])*)"\s*=\s*"((?:[^"`]|`[\s\S])*)"/g,
  ))
    given.push([unescape(name), unescape(value)]);
  const type = argument(text, 'ContentType');
  if (type !== null) given.push(['Content-Type', type]);
  const sorted = sortHeaders(given);
  const cookies = [
    ...text.matchAll(/Net\.Cookie\("((?:[^"`]|`[\s\S])*)",\s*"((?:[^"`]|`[\s\S])*)"/g),
  ].map(([, name = '', value = '']) => `${unescape(name)}=${unescape(value)}`);
  const cookie = cookies.length > 0 ? cookies.join('; ') : sorted.cookie;
  const body = argument(text, 'Body');
  return {
    value: {
      ...pastedCall("a browser's PowerShell command", url),
      method: argument(text, 'Method'),
      headers: sorted.headers,
      body,
      cookie,
      origin: sorted.origin,
      credentials: cookie === null ? null : 'include',
    },
    problems: [],
  };
}

function argument(text: string, name: string): string | null {
  const match = new RegExp(`-${name}\\s+"((?:[^"\`]|\`[\\s\\S])*)"`, 'i').exec(text);
  if (match !== null) return unescape(match[1] ?? '');
  return new RegExp(`-${name}\\s+'([^']*)'`, 'i').exec(text)?.[1] ?? null;
}

/** Backtick escapes: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_special_characters */
function unescape(text: string): string {
  const special: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
  return text.replaceAll(/`([\s\S])/g, (_, char: string) => special[char] ?? char);
}
