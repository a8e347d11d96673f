import type { IncomingMessage } from 'node:http';

/** A body that is too large, too slow or no JSON. */
export class BodyError extends Error {
  /** Of the response. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads a JSON body.
 * @param most bytes
 * @param patience milliseconds for all of it
 * @throws BodyError
 */
export async function readJson(
  request: IncomingMessage,
  most: number,
  patience: number,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  const text = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new BodyError(408, 'The body did not come in time.')),
      patience,
    );
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) {
        clearTimeout(timer);
        reject(new BodyError(413, 'The body is too large.'));
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString());
    });
    request.on('error', () => {
      clearTimeout(timer);
      reject(new BodyError(400, 'The body was cut.'));
    });
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyError(400, 'The body is no JSON.');
  }
}
