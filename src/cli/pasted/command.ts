import { isResponses, readPasted, type PastedReading } from '../../inputs/index.js';
import { consoleCommand, type ConsoleOptions } from '../console/command.js';
import { diagnoseCommand } from '../diagnose/command.js';
import { UsageError, type Io } from '../io.js';
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
  if (/^\s*\{[\s\S]{0,2000}"log"\s*:\s*\{/.test(text))
    throw new UsageError(
      'This is a HAR file, pasted: save it and run whycors har FILE, or whycors har - < FILE.',
    );
  if (/^(?:apiVersion|kind):/m.test(text))
    throw new UsageError(
      'These are Kubernetes objects: whycors k8s - --url URL --origin ORIGIN says which one answers.',
    );
  if (isResponses(text))
    throw new UsageError(
      'These are the headers of a response: say what was asked, as whycors headers https://api.example.com/orders --origin https://app.example.com < FILE.',
    );
  return consoleCommand(text, options, io);
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
