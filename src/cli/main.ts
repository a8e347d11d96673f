import { CommanderError, type Command } from 'commander';
import { EXIT } from './exit-codes.js';
import { processIo, UsageError, type Io } from './io.js';
import { buildProgram, type Task } from './program.js';

/**
 * Runs the command line.
 * @param argv the arguments, without node and script
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      // Loaded here alone: what is quoted back may hold a password.
      const { createMasker } = await import('../reporters/mask.js');
      const masker = createMasker([]);
      for (const line of error.message.split('\n')) io.err(`whycors: ${masker.text(line)}\n`);
      return EXIT.usage;
    }
    io.err(
      `whycors: this is a fault of whycors itself. Please report it, with the command that you ran:\n` +
        `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return EXIT.bug;
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const chosen: Task[] = [];
  const program = buildProgram((task) => void chosen.push(task));
  for (const command of withAllBelow(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => io.err(text.replace(/^error: /, 'whycors: ')),
      getOutHelpWidth: () => Math.min(io.columns, 100),
    });
  }
  if (argv.length === 0) {
    const head = new TextDecoder().decode(await io.peek());
    if (head.trim() !== '') return (await import('./pasted/command.js')).inputCommand('-', {}, io);
    // A text may begin with empty lines; nothing else is no text.
    const text = head === '' ? '' : await io.read();
    if (text.trim() !== '')
      return (await import('./pasted/command.js')).pastedCommand(text, {}, io);
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.allowed : EXIT.usage;
  }
  return chosen[0] ? chosen[0](io) : EXIT.usage;
}

function withAllBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

/**
 * The process: exit code set, a closed pipe is no error.
 * @param before arguments that stand before those that were typed
 */
export async function start(before: readonly string[] = []): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await main([...before, ...process.argv.slice(2)], processIo());
}
