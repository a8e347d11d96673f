import type { OutgoingHttpHeaders } from 'node:http';
import { expect } from 'vitest';
import type { CorsRefusal } from '../../src/fetch/index.js';
import { httpServer } from '../support/servers.js';

/** A request as a server sees it. */
export interface Seen {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names as they stood on the wire. */
  readonly names: readonly string[];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Site {
  readonly port: number;
  readonly seen: readonly Seen[];
  /** The site's origin by this name: all names below localhost lead to it. */
  readonly at: (host?: string) => string;
  readonly connections: () => number;
}

/** A server on loopback that every name below localhost leads to. */
export async function startSite(answer: (request: Seen) => Answer): Promise<Site> {
  const seen: Seen[] = [];
  const { port, connections } = await httpServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const one: Seen = {
        method: request.method ?? '',
        host: request.headers.host ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers as Seen['headers'],
        names: request.rawHeaders.filter((_, index) => index % 2 === 0),
        body,
      };
      seen.push(one);
      const { status = 200, statusText, headers = {}, body: sent } = answer(one);
      if (statusText === undefined) response.writeHead(status, headers);
      else response.writeHead(status, statusText, headers);
      response.end(sent);
    });
  });
  return { port, seen, connections, at: (host = 'localhost') => `http://${host}:${port}` };
}

/** What lets every page have everything; `more` is laid over it. */
export function open(request: Seen, more: Answer = {}): Answer {
  return {
    ...more,
    headers: {
      'Access-Control-Allow-Origin': request.headers['origin'] ?? '*',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Methods': request.headers['access-control-request-method'] ?? '',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
      'Access-Control-Max-Age': '0',
      ...more.headers,
    },
  };
}

/** The refusal that a call ends with. */
export async function refusal(promise: Promise<Response>): Promise<CorsRefusal> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TypeError);
  return (error as TypeError).cause as CorsRefusal;
}

/** Why a call is refused. */
export async function codeOf(promise: Promise<Response>): Promise<string | undefined> {
  return (await refusal(promise)).outcome.failure?.code;
}
