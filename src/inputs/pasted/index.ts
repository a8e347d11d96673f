import type { PastedReading } from './call.js';
import { readCurl } from './curl/read.js';
import { readPowerShell } from './powershell/read.js';
import { isCurl, isPowerShell, isScript } from './recognise.js';
import { readScript } from './script/read.js';

export type { PastedCall, PastedReading } from './call.js';
export { readCurlWords } from './curl/read.js';

/** Reads a pasted command or snippet that makes a request; null for a text that is none of these. */
export function readPasted(text: string): PastedReading | null {
  if (isCurl(text)) return readCurl(text);
  if (isPowerShell(text)) return readPowerShell(text);
  return isScript(text) ? readScript(text) : null;
}
export { sortHeaders } from './browser-headers.js';
