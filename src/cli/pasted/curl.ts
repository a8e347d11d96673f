import { readCurlWords } from '../../inputs/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import type { Io } from '../io.js';
import { callCommand } from './command.js';

/** Options of whycors that may stand behind `curl`, too: curl has none of these names. */
const OWN: Readonly<Record<string, keyof DiagnoseOptions>> = {
  '--origin': 'origin',
  '--credentials': 'credentials',
  '--mode': 'mode',
};
const OWN_FLAGS: Readonly<Record<string, keyof DiagnoseOptions>> = {
  '--send': 'send',
  '--fix': 'fix',
  '--verify': 'verify',
};

/** `whycors curl …`: the command that was copied, with `whycors` before it. Split by the user's shell. */
export function curlCommand(
  typed: readonly string[],
  options: DiagnoseOptions,
  io: Io,
): Promise<number> {
  const own: Partial<Record<keyof DiagnoseOptions, unknown>> = {};
  const words: string[] = [];
  for (let at = 0; at < typed.length; at++) {
    const word = typed[at]!;
    const [name = '', value] = word.split(/=(.*)/s);
    if (OWN[name] !== undefined) own[OWN[name]] = value ?? typed[++at];
    else if (OWN_FLAGS[name] !== undefined) own[OWN_FLAGS[name]] = value ?? true;
    else words.push(word);
  }
  const given = { ...options, ...own } as DiagnoseOptions;
  return callCommand(readCurlWords(words), given, io);
}
