import { isOpenApi } from '../../inputs/openapi/read.js';
import { isResponses, readPasted, type PastedReading } from '../../inputs/index.js';
import { consoleCommand, type ConsoleOptions } from '../console/command.js';
import { diagnoseCommand } from '../diagnose/command.js';
import { isHar } from '../init/har.js';
import { UsageError, type Io } from '../io.js';
import { readInput } from '../read-source.js';
import { pastedHeaders } from './headers.js';
import { pastedOptions } from './options.js';

/**
 * A pasted text, whatever it is: a command, a snippet, a line of a console. Says
 * what it was taken for and goes on.
 * @returns the exit code of what it was given to
 */
export async function pastedCommand(
  text: string,
  options: ConsoleOptions,
  io: Io,
): Promise<number> {
  const reading = readPasted(text);
  if (reading !== null) return callCommand(reading, options, io);
  if (looksLikeHar(text))
    throw new UsageError('This is a HAR file: run whycors har FILE, or whycors < FILE.');
  if (isOpenApi(text)) return (await import('../check/api.js')).checkApi(text, options, io);
  if (/^(?:apiVersion|kind):/m.test(text))
    throw new UsageError(
      'These are Kubernetes objects: whycors k8s - --url URL --origin ORIGIN says which one answers.',
    );
  if (isResponses(text)) return pastedHeaders(text, options, io);
  return consoleCommand(text, options, io);
}

/**
 * What is on standard input, or in a file: recognised, said, and gone on with.
 * @param file `-` for standard input
 */
export async function inputCommand(file: string, options: ConsoleOptions, io: Io): Promise<number> {
  if (await isHar(file, io)) {
    io.err(`whycors: read as a HAR file.\n`);
    const { harCommand } = await import('../har/command.js');
    return harCommand(file, options, io);
  }
  const { text } = file === '-' ? { text: await io.read() } : await readInput(file, io);
  if (text.trim() === '')
    throw new UsageError(`${file === '-' ? 'standard input' : file} is empty.`);
  return pastedCommand(text, options, io);
}

function looksLikeHar(text: string): boolean {
  return /^\s*\{\s*"log"\s*:\s*(?:\{|$)/.test(text);
}

/** Diagnoses a call that was read from a paste. */
export async function callCommand(
  { value, problems }: PastedReading,
  options: ConsoleOptions,
  io: Io,
): Promise<number> {
  if (value === null)
    throw new UsageError(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  if (options.offline === true)
    throw new UsageError(
      '--offline: explains lines of a console; this is a call, which takes a server to answer.',
    );
  const said = `Read as ${value.from}${value.origin === null ? '' : `, from a page at ${value.origin}`}.`;
  return diagnoseCommand(value.url, pastedOptions(value, options), io, () => [
    said,
    ...value.notes,
  ]);
}
