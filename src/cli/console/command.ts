import {
  askableUrl,
  readConsole,
  type ConsoleMessage,
  type CorsMessage,
  type ForeignKind,
} from '../../inputs/index.js';
import {
  consoleJson,
  consoleText,
  createMasker,
  createStyle,
  escapeControls,
  refusalPhrase,
  SHOW_ALL,
  stringifyJson,
} from '../../reporters/index.js';
import { diagnoseCommand } from '../diagnose/command.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { liveCall } from './call.js';
import { compareWithLine } from './compare.js';

/** The options of the command with what a pasted line adds. */
export interface ConsoleOptions extends DiagnoseOptions {
  /** Explains from the text alone. */
  readonly offline?: boolean;
}

/** Kinds of messages about calls that went well. */
const HARMLESS: ReadonlySet<ForeignKind> = new Set<ForeignKind>([
  'authorization-warning',
  'not-xml',
  'unsafe-header',
]);

/**
 * `whycors 'the red line'`: recognises it and diagnoses the call live; without a
 * whole URL or with --offline it explains the text alone.
 * @returns the exit code: as for a URL; 1 for what is only explained, where it tells of a failure
 */
export async function consoleCommand(
  text: string,
  options: ConsoleOptions,
  io: Io,
): Promise<number> {
  const { value, problems } = readConsole(text);
  if (value === null) {
    const shown = escapeControls(text.trim().slice(0, 60));
    // What begins as a URL and has a space in it is a mistyped URL.
    if (/^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
      if (options.offline !== true) return diagnoseCommand(text, options, io);
      throw new UsageError(
        `--offline: "${shown}" is a URL and no line of a console: leave --offline out to ask the server.`,
      );
    }
    throw new UsageError(problems.map(({ message }) => `"${shown}" ${message}`).join('\n'));
  }
  const { messages } = value;
  const refusal = messages.find(isAskable);
  if (refusal !== undefined && options.offline !== true) {
    return live(refusal, messages.length - 1, options, io);
  }
  const exitCode = messages.every(isHarmless) ? EXIT.allowed : EXIT.blocked;
  const masker = options.showSecrets === true ? SHOW_ALL : createMasker([]);
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  await io.out(
    options.json === true
      ? `${stringifyJson(consoleJson(value, exitCode, masker), 2)}\n`
      : `${consoleText(value, masker, style)}\n`,
  );
  return exitCode;
}

async function live(
  message: CorsMessage,
  others: number,
  options: ConsoleOptions,
  io: Io,
): Promise<number> {
  const masker = options.showSecrets === true ? SHOW_ALL : createMasker([]);
  const said = escapeControls(masker.text(refusalPhrase(message)));
  if (options.json !== true) await io.out(`${said}; asking the server now.\n\n`);
  const { url, options: told, notes } = liveCall(askableUrl(message) ?? '', message, options);
  const more =
    others === 0
      ? []
      : [
          `The text holds ${others} more ${others === 1 ? 'message' : 'messages'}: --offline explains all.`,
        ];
  return diagnoseCommand(url, told, io, (report) => [
    // In text it stands above the report.
    ...(options.json === true ? [`From the console: ${said}.`] : []),
    ...compareWithLine(message, report),
    ...notes,
    ...more,
  ]);
}

/** Whether the server can be asked about it. */
function isAskable(message: ConsoleMessage): message is CorsMessage {
  return message.kind === 'cors' && askableUrl(message) !== null;
}

/** Whether it tells of no failure at all. */
function isHarmless(message: ConsoleMessage): boolean {
  return message.kind === 'foreign' && HARMLESS.has(message.what);
}
