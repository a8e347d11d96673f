import { escapeControls } from '../escape.js';
import type { Finding } from './finding.js';

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-a-notice-message */
const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change. */
export function lintGithub(findings: readonly Finding[]): string {
  return findings
    .map(({ file, rule, severity, message, start, end }) => {
      const properties = {
        file,
        line: start.line,
        // endColumn may be given for a single line only.
        ...(end.line === start.line
          ? { col: start.column, endColumn: Math.max(start.column, end.column) }
          : { endLine: end.line, col: start.column }),
        title: rule,
      };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(message)}`;
    })
    .join('\n');
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts, escapeData; other controls are shown. */
function escapeData(text: string): string {
  return escapeControls(
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'),
  );
}

/** The same, escapeProperty. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
