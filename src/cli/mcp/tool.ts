import type { Masker } from '../../reporters/index.js';
import { escapeControls } from '../../reporters/index.js';

/** What a tool answers: the same for people and as a value that fits its output schema. */
export interface Answer {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A JSON Schema of 2020-12 whose root is an object. */
export type ObjectSchema = { readonly type: 'object' } & Readonly<Record<string, unknown>>;

/** One tool of the server. */
export interface McpTool<Args = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  /** Whether calling it changes nothing anywhere, whatever the arguments. */
  readonly readOnly: boolean;
  /** Whether it asks servers. */
  readonly asksServers: boolean;
  /**
   * @param args fit the input schema
   * @param signal aborted when the client cancels, or goes away
   * @throws InputError or UsageError for arguments that cannot be used
   */
  readonly run: (args: Args, signal: AbortSignal) => Promise<Answer>;
}

/** Every text of a value masked, with control characters as escapes; line feeds stay. */
export function safeDeep<T>(value: T, masker: Masker): T {
  if (typeof value === 'string') return safeLines(masker.text(value)) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => safeDeep(item, masker)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, safeDeep(item, masker)]),
  ) as T;
}

function safeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
