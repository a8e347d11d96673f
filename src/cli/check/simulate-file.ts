import type { CaseResult, ContractCase } from '../../contract/index.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';
import { fileTargetNamed, targetOf } from '../targets.js';
import { simulateCases } from './simulated.js';

/**
 * Runs cases against the configuration in a file.
 * @param named what it configures, where the user says so
 * @throws UsageError for what is none
 */
export async function simulateFile(
  cases: readonly ContractCase[],
  file: string,
  named: string | undefined,
  io: Io,
): Promise<readonly CaseResult[]> {
  const source = await readSource(file, io);
  const target = named === undefined ? targetOf(source) : fileTargetNamed(named, '--target');
  if (target === null)
    throw new UsageError(
      `--simulate: it is not clear what ${file} configures: name it with --target.`,
    );
  const { value } = target.read(source);
  if (value === null) throw new UsageError(`--simulate: ${target.title} cannot read ${file}.`);
  return simulateCases(cases, value, target.behind);
}
