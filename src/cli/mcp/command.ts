import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { escapeControls } from '../../reporters/index.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../io.js';
import { createServer } from './server.js';

/** The options of `whycors mcp`. */
export interface McpOptions {
  readonly readOnly?: boolean;
}

/**
 * `whycors mcp`: the Model Context Protocol on standard input and output, until the
 * input ends. Nothing else is written to standard output.
 * @returns the exit code
 */
export async function mcpCommand({ readOnly }: McpOptions, io: Io): Promise<number> {
  if (process.stdin.isTTY === true)
    io.err(
      'whycors mcp speaks to a coding agent, which starts it: see docs/mcp.md. Ctrl+C ends it.\n',
    );
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
  });
  const served = serveStdio(() => createServer(readOnly === true), {
    transport,
    onerror: (error) => io.err(`whycors mcp: ${escapeControls(error.message)}\n`),
  });
  await ended;
  await served.close();
  return EXIT.allowed;
}
