import type { ConsoleMessage, ConsoleReading } from '../../inputs/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import { heading, paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { explainMessage, type ConsoleExplanation } from './explanation.js';

export { refusalPhrase } from '../wording/console.js';

/** Raised when something in the JSON changes its meaning or goes. */
const CONSOLE_VERSION = 1;

/** Columns of the word that comes first, with the space behind it. */
const MARK = 9;

/** What the messages mean as a value for JSON.stringify: schema/console.schema.json. */
export function consoleJson(
  { messages }: ConsoleReading,
  exitCode: number,
  masker: Masker,
): object {
  return {
    version: CONSOLE_VERSION,
    exitCode,
    messages: messages.map((message) =>
      Object.fromEntries(
        Object.entries({ ...message, ...explainMessage(message) }).map(([key, value]) => [
          key,
          typeof value === 'string' ? masker.text(value) : value,
        ]),
      ),
    ),
  };
}

/** What the messages mean, for people. */
export function consoleText({ messages }: ConsoleReading, masker: Masker, style: Style): string {
  return messages.map((message) => one(message, masker, style).join('\n')).join('\n\n');
}

function one(message: ConsoleMessage, masker: Masker, style: Style): string[] {
  const clean = (text: string): string => escapeControls(masker.text(text));
  const said = explainMessage(message);
  const sent = hints(message).map(([what, value]) => `The ${what} is \`${clean(value)}\`.`);
  return [
    ...paragraph(`${clean(said.summary)}.`, mark(message, style), ' '.repeat(MARK), style),
    ...[said.meaning, ...sent].flatMap((text) => paragraph(text, '  ', '  ', style)),
    ...(said.remedy === null ? [] : paragraph(`Change: ${said.remedy}`, '  ', '  ', style)),
    ...causes(said, message, style),
    ...section('Not known from the text', said.unknown, style),
    ...(said.command === null ? [] : section('Ask the server', [clean(said.command)], style)),
  ];
}

/** What the line quotes, but for what the first sentence has already. */
function hints(message: ConsoleMessage): [what: string, value: string][] {
  if (message.kind !== 'cors') return [];
  const { header, value, status, redirectedFrom } = message;
  const all: [string, string | null][] = [
    ['header', header],
    ['value', value],
    ['status', status === null ? null : String(status)],
    ['URL before the redirect', redirectedFrom],
  ];
  return all.flatMap(([what, text]) => (text === null ? [] : [[what, text]]));
}

function mark(message: ConsoleMessage, style: Style): string {
  return message.kind === 'cors'
    ? style.bold(style.bad('REFUSED'.padEnd(MARK)))
    : style.bold('OTHER'.padEnd(MARK));
}

function causes({ causes }: ConsoleExplanation, { kind }: ConsoleMessage, style: Style): string[] {
  if (causes.length === 0) return [];
  const title = kind === 'cors' ? 'What can be behind it (the text does not show which)' : 'More';
  const rows = causes.flatMap(({ rule, title }) => [
    ...paragraph(title, '  ', '  ', style),
    `    whycors explain ${rule}`,
  ]);
  return [...heading(title, style), ...rows];
}

function section(title: string, items: readonly string[], style: Style): string[] {
  if (items.length === 0) return [];
  return [
    ...heading(title, style),
    ...items.flatMap((item) => paragraph(item, `  ${style.note} `, '    ', style)),
  ];
}
