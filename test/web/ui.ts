import { spawn } from 'node:child_process';
import { COMMAND } from '../cli/command.js';

/** A running `whycors ui`. */
export interface Ui {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the built command. */
export async function startUi(): Promise<Ui> {
  const child = spawn(process.execPath, [COMMAND, 'ui', '--no-open'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => reject(new Error(`whycors ui ended with ${code}`)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
