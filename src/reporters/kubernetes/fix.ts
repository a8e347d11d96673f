import type { KubernetesFix } from '../../kubernetes/index.js';
import { fullName } from '../../targets/ingress-nginx/model.js';
import { escapeControls } from '../escape.js';
import { policyWords } from '../text/fix.js';
import { heading, paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { failurePhrase, failurePlace } from '../wording/failure.js';

/**
 * The change for a person, without a final line feed.
 * @param raw whether the diff goes out byte for byte, for other programs to apply
 */
export function fixText(fix: KubernetesFix, style: Style, raw: boolean): string {
  if (fix.kind === 'none') return paragraph(fix.why, '', '', style).join('\n');
  const { ingress, policy, notes, file, command } = fix;
  const lines = [
    style.bold(`Ingress ${escapeControls(fullName(ingress))}`),
    ...paragraph(`In force afterwards: ${policyWords(policy)}.`, '', '', style),
    ...notes.flatMap((note) => paragraph(escapeControls(note), `${style.warn('!')} `, '  ', style)),
  ];
  if (file !== null)
    lines.push(
      '',
      ...(raw
        ? [file.diff]
        : file.diff.split('\n').map((line) => coloured(escapeControls(line), style))),
      '',
      ...paragraph(
        `Then: kubectl apply -f ${escapeControls(file.before.file)} (in your repository, the way your objects are deployed).`,
        '',
        '  ',
        style,
      ),
    );
  if (command !== null)
    lines.push(
      ...heading(
        file === null ? 'With kubectl' : 'Or at once, until the next deployment, with kubectl',
        style,
      ),
      '',
      ...command.split('\n').map((line) => style.code(escapeControls(line))),
    );
  lines.push('', ...checked(fix, style));
  return lines.join('\n');
}

function coloured(line: string, style: Style): string {
  if (line.startsWith('+')) return style.good(line);
  return line.startsWith('-') ? style.bad(line) : line;
}

function checked({ after }: Extract<KubernetesFix, { kind: 'change' }>, style: Style): string[] {
  if (after === null)
    return paragraph(
      'Not tried: objects of a cluster are not changed here. Ask again when it is done.',
      `${style.note} `,
      '  ',
      style,
    );
  const [main] = after.engines;
  const failure = main?.outcome.failure ?? null;
  if (failure === null)
    return paragraph(
      'Checked: all objects read again with this change, Chromium, Firefox and WebKit let the call through, as far as the controller decides.',
      `${style.pass} `,
      '  ',
      style,
    );
  return paragraph(
    `NOT enough: with this change the call is still refused ${failurePlace(failure)}: ${escapeControls(failurePhrase(failure))}.`,
    `${style.fail} `,
    '  ',
    style,
  );
}

/** The change for programs. */
export function fixJson(fix: KubernetesFix): object {
  if (fix.kind === 'none') return { version: 1, kind: fix.kind, why: fix.why };
  const { ingress, notes, file, command, after } = fix;
  return {
    version: 1,
    kind: fix.kind,
    ingress: fullName(ingress),
    notes,
    file: file?.before.file ?? null,
    diff: file?.diff ?? null,
    command,
    verdictAfter: after?.engines[0]?.outcome.verdict ?? null,
  };
}
