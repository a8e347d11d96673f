import type { Duplex } from 'node:stream';

interface Write {
  readonly stream: Duplex;
  readonly data: Buffer | string;
}

let waiting: Write[] = [];

/**
 * Writes once all that came in at the same time has been looked at. Requests of
 * many connections then go out together: waking the server for each alone
 * costs more than making the request.
 * @param data a text has one character for each byte
 */
export function writeSoon(stream: Duplex, data: Buffer | string): void {
  if (waiting.push({ stream, data }) === 1) setImmediate(writeAll);
}

function writeAll(): void {
  const writes = waiting;
  waiting = [];
  for (const { stream, data } of writes) stream.write(data, 'latin1');
}
