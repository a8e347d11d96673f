import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { COMMAND } from '../cli/command.js';

/** What a call of a tool came to. */
export interface Called {
  readonly isError: boolean;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The built command as a server, and the SDK's client on its streams. */
export interface Connected {
  readonly client: Client;
  readonly call: (
    name: string,
    args: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ) => Promise<Called>;
  /** What it wrote to standard error. */
  readonly err: () => string;
  readonly close: () => Promise<void>;
}

/** Starts `whycors mcp` and connects to it. */
export async function connect(...args: readonly string[]): Promise<Connected> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COMMAND, 'mcp', ...args],
    stderr: 'pipe',
  });
  let err = '';
  transport.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return {
    client,
    err: () => err,
    close: () => client.close(),
    call: async (name, given, signal) => {
      const result = await client.callTool(
        { name, arguments: { ...given } },
        signal === undefined ? {} : { signal },
      );
      const [first] = result.content;
      return {
        isError: result.isError === true,
        text: first?.type === 'text' ? first.text : '',
        value: (result.structuredContent ?? {}) as Called['value'],
      };
    },
  };
}
