/** Where a command writes to and reads from; the tests have their own. */
export interface Io {
  /** Resolves when more may be written. */
  out(content: string | Uint8Array): Promise<void> | void;
  err(text: string): void;
  /**
   * All of standard input; empty where that is a terminal.
   * @param most characters, more than any pasted text where it is not given; what comes behind is not read
   */
  read(most?: number): Promise<string>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly columns: number;
  /** Whether to write colours, after NO_COLOR and FORCE_COLOR. */
  readonly colour: boolean;
}

/** A user's mistake: one sentence for standard error, exit code 2. */
export class UsageError extends Error {}

/** The process's own streams. https://no-color.org/ */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return {
    out: (content) => {
      if (content.length === 0 || stdout.write(content)) return;
      return new Promise((resolve) => stdout.once('drain', resolve));
    },
    err: (text) => void stderr.write(text),
    read: readInput,
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    columns: stdout.columns ?? 80,
    colour: forced || (stdout.isTTY === true && !refused),
  };
}

const MOST_INPUT = 4_000_000;

async function readInput(most = MOST_INPUT): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY === true) return '';
  let text = '';
  stdin.setEncoding('utf8');
  try {
    for await (const chunk of stdin) {
      text += chunk as string;
      if (text.length > most) break;
    }
  } catch {
    // Standard input that is closed or a directory holds nothing to read.
  }
  return text;
}
