import { writeFile } from 'node:fs/promises';
import { DESTINATIONS, migrate } from '../../kubernetes/index.js';
import { createStyle, stringifyJson } from '../../reporters/index.js';
import { migrationJson, migrationText } from '../../reporters/kubernetes/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { nearest } from '../nearest.js';
import type { K8sOptions } from './options.js';
import { readSubject } from './subject.js';

export interface K8sMigrateOptions extends K8sOptions {
  readonly to?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * `whycors k8s migrate`: new objects on standard output (or in --out), the proof on standard error.
 * @returns the exit code: 1 when any request ends otherwise or an object is not carried over
 */
export async function migrateCommand(
  files: readonly string[],
  options: K8sMigrateOptions,
  io: Io,
): Promise<number> {
  const ids = DESTINATIONS.map(({ id }) => id);
  const destination = DESTINATIONS.find(({ id }) => id === options.to);
  if (destination === undefined) {
    const near = nearest(options.to ?? '', ids);
    const hint = options.to === undefined || near === null ? '' : ` Did you mean ${near}?`;
    const what = options.to === undefined ? 'none was given' : `"${options.to}" is not known`;
    throw new UsageError(`--to: ${what}.${hint}\nThere are: ${ids.join(', ')}`);
  }
  const subject = await readSubject(files, options, io);
  const { ingresses, servers, controller } = subject;
  const migration = migrate(
    ingresses,
    servers,
    controller.controller,
    destination,
    proofProgress(io),
  );
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  if (options.out !== undefined) await save(options.out, migration.text);
  if (options.json === true) await io.out(`${stringifyJson(migrationJson(migration), 2)}\n`);
  else {
    if (options.out === undefined) await io.out(migration.text);
    const proof = `${migrationText(migration, style)}\n`;
    if (options.out === undefined) io.err(proof);
    else await io.out(proof);
  }
  if (subject.incomplete) return EXIT.usage;
  const same = migration.objects.every(
    ({ paths, notCarried }) =>
      notCarried.length === 0 && paths.every(({ changed }) => changed.length === 0),
  );
  return same ? EXIT.allowed : EXIT.blocked;
}

/** The count of proved objects on a terminal's standard error, for clusters that take a while. */
function proofProgress(io: Io): (done: number, all: number) => void {
  if (!io.errIsTerminal) return () => {};
  return (done, all) => {
    if (all < 100) return;
    io.err(done === all ? '\r\x1b[K' : `\rproving ${done} of ${all} …`);
  };
}

async function save(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? 'is there already: name another file, or take it away'
        : `cannot be written (${code})`;
    throw new UsageError(`--out: ${file} ${why}.`);
  }
}
