import { escapeControls } from '../../reporters/index.js';
import type { Io } from '../io.js';

/** Milliseconds before a run is long enough to be worth a line. */
const PATIENCE = 300;

/** Shows on a terminal's standard error what is going on, while it does, and takes it away again. */
export async function withProgress<T>(io: Io, what: string, work: () => Promise<T>): Promise<T> {
  if (!io.errIsTerminal) return work();
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    io.err(`${escapeControls(what).slice(0, 76)} …`);
  }, PATIENCE);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (shown) io.err('\r\x1b[K');
  }
}
