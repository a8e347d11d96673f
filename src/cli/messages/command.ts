import { createStyle, stringifyJson, type Style } from '../../reporters/index.js';
import { showCode, wrap } from '../../reporters/text/layout.js';
import { UsageError, type Io } from '../io.js';
import { ENGINE_MESSAGES, type EngineMessages } from './list.js';

/** Raised when something in the JSON changes its meaning or goes. */
const MESSAGES_VERSION = 1;

/** `whycors messages [engine]`: the lines that consoles print, and what they mean. @returns the exit code */
export async function messagesCommand(
  engine: string | undefined,
  options: { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const chosen = ENGINE_MESSAGES.filter((one) => engine === undefined || one.engine === engine);
  if (chosen.length === 0) {
    const names = ENGINE_MESSAGES.map((one) => one.engine).join(', ');
    throw new UsageError(`messages: "${engine}" is not one of ${names}.`);
  }
  if (options.json === true) {
    await io.out(`${stringifyJson({ version: MESSAGES_VERSION, engines: chosen }, 2)}\n`);
    return 0;
  }
  const style = createStyle(io.colour, Math.min(io.columns, 80));
  const end = 'Paste one to find its cause: whycors "the red line".';
  await io.out(`${chosen.map((one) => section(one, style)).join('\n\n')}\n\n${end}\n`);
  return 0;
}

function section({ title, form, rows }: EngineMessages, style: Style): string {
  const blocks = rows.map(({ name, line, meaning }) =>
    [
      ...wrap(line, style.width - 2).map((part) => `  ${style.code(part)}`),
      ...wrap(meaning, style.width - 6).map((part) => `      ${part}`),
      ...(name === null ? [] : [`      ${style.dim(name)}`]),
    ].join('\n'),
  );
  const intro = wrap(form, style.width).map((part) => showCode(part, style));
  return [style.bold(title), ...intro, '', blocks.join('\n\n')].join('\n');
}
