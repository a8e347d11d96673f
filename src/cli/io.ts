import { decodeText } from './decode.js';

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
  /** The first piece of standard input, which stays there to be read; empty where that is a terminal. */
  peek(): Promise<Uint8Array>;
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
    peek: peekInput,
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    columns: stdout.columns ?? 80,
    colour: forced || (stdout.isTTY === true && !refused),
  };
}

const MOST_INPUT = 4_000_000;

/** Milliseconds without any input after which a person is told what is waited for. */
const SILENCE = 1500;

async function readInput(most = MOST_INPUT): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY === true) return '';
  const chunks: Buffer[] = [];
  let size = 0;
  const told = tellOfWaiting();
  try {
    for await (const chunk of stdin) {
      told();
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > most) break;
    }
  } catch {
    // Standard input that is closed or a directory holds nothing to read.
  } finally {
    told();
  }
  const whole = Buffer.concat(chunks);
  const bytes = whole.subarray(0, most);
  const { text, problem } = decodeText(bytes);
  if (text !== null) return text;
  // What was cut off may end within a character.
  if (whole.length > most && !bytes.includes(0)) return bytes.toString('utf8');
  throw new UsageError(`standard input: ${problem}.`);
}

async function peekInput(): Promise<Uint8Array> {
  const { stdin } = process;
  if (stdin.isTTY === true) return new Uint8Array();
  const told = tellOfWaiting();
  try {
    return await new Promise<Uint8Array>((resolve) => {
      const none = (): void => resolve(new Uint8Array());
      stdin.once('readable', () => {
        const first = stdin.read() as Buffer | null;
        // At once: a stream that is empty and at its end for a moment has ended.
        if (first !== null) stdin.unshift(first);
        resolve(first ?? new Uint8Array());
      });
      stdin.once('end', none);
      stdin.once('error', none);
    });
  } finally {
    told();
  }
}

/** A program that waits in silence looks as if it hung. @returns ends the wait */
function tellOfWaiting(): () => void {
  const timer = setTimeout(() => {
    process.stderr.write(
      'whycors: waiting for a text on standard input (whycors --help lists what can be done).\n',
    );
  }, SILENCE);
  return () => clearTimeout(timer);
}
