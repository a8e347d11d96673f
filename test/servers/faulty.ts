import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ServerProcess } from '../../lab/servers/process.js';
import { freePort } from '../support/ports.js';
import type { Fault } from './fault.js';

/** A real server whose configuration has a fault at each of some paths. */
export interface FaultyServer {
  /** As its makers write it. */
  readonly title: string;
  /** The Debian packages it comes from. */
  readonly packages: readonly string[];
  readonly faults: readonly Fault[];
  /** Writes the configuration into an empty folder. @returns the file that --fix is to change */
  readonly write: (folder: string, port: number) => Promise<string>;
  /** Starts it with what stands in that file now. */
  readonly start: (folder: string, port: number) => Promise<Pick<ServerProcess, 'stop'>>;
}

/** Runs a faulty server for the tests of the enclosing `describe`. */
export function runFaulty({ write, start }: FaultyServer): {
  readonly base: () => string;
  /** The configuration. */
  readonly file: () => string;
  /** Takes up a changed configuration. */
  readonly restart: () => Promise<void>;
} {
  let folder: string;
  let port: number;
  let file: string;
  let server: Pick<ServerProcess, 'stop'>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-server-'));
    port = await freePort();
    file = await write(folder, port);
    server = await start(folder, port);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });
  return {
    base: () => `http://127.0.0.1:${port}`,
    file: () => file,
    restart: async () => {
      await server.stop();
      server = await start(folder, port);
    },
  };
}
