import type { Cause } from '../evidence/index.js';
import { jsonReport } from '../reporters/json/index.js';
import { stringifyJson } from '../reporters/json/stringify.js';
import { SHOW_ALL, type Masker } from '../reporters/mask.js';
import type { Report } from '../reporters/report.js';
import { reportMasker } from '../reporters/secrets.js';
import { causeWords } from '../reporters/text/causes.js';
import { createStyle, textReport } from '../reporters/text/index.js';
import type { CauseWords } from '../reporters/wording/wording.js';
import type { RuleId } from '../rules/index.js';

/** How a report is written. */
export interface RenderOptions {
  /** Whether tokens, cookies and passwords are shown. Default: no. */
  readonly showSecrets?: boolean;
}

/** How a report for people is written. */
export interface TextOptions extends RenderOptions {
  /** Whether with ANSI colours. Default: no. */
  readonly colour?: boolean;
  /** Columns, 40 to 100. Default: 80. */
  readonly width?: number;
  /** Whether with the curl commands that repeat each request. Default: no. */
  readonly curl?: boolean;
}

/** A diagnosis for a person, as the command prints it, without a final line feed. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const { colour = false, width = 80, curl = false } = options;
  return textReport(report, maskerFor(report, options), createStyle(colour, width), curl);
}

/** A diagnosis as JSON: `schema/diagnosis.schema.json`. */
export function renderJson(report: Report, options: RenderOptions = {}): string {
  return stringifyJson(toJson(report, options), 2);
}

/** The same as a value for JSON.stringify; `stringifyJson` also escapes what a terminal would obey. */
export function toJson(
  report: Report,
  options: RenderOptions = {},
): Readonly<Record<string, unknown>> {
  return jsonReport(report, maskerFor(report, options)) as Readonly<Record<string, unknown>>;
}

/** What a cause is called, what was seen, and what to change, a sentence each. Nothing is masked in it. */
export function describeCause(cause: Cause<RuleId>): CauseWords {
  return causeWords(cause);
}

function maskerFor(report: Report, { showSecrets }: RenderOptions): Masker {
  return showSecrets === true ? SHOW_ALL : reportMasker(report);
}
