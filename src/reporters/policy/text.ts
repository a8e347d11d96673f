import { ENGINES } from '../../engines/index.js';
import type { PolicyCheck, PolicyResult } from '../../fix/index.js';
import type { Change } from '../../targets/index.js';
import { escapeControls } from '../escape.js';
import { exceptions } from '../text/exceptions.js';
import { paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import type { Translation } from './result.js';

/**
 * What to change for a policy to hold, without a final line feed.
 * @param raw whether the user's own text goes out byte for byte, for other programs to apply
 */
export function policyText(result: PolicyResult, style: Style, raw: boolean): string {
  const { target, place, emission, check, before, diff } = result;
  const at = escapeControls(place.origin + place.path);
  if (emission.kind === 'cannot' || check?.kind === 'failed') return '';
  const lines = [style.bold(`${target.title}, for ${at}`), ''];
  if (emission.changes.length === 0)
    lines.push('Nothing is to be changed: it says so already.', '');
  else if (diff !== null) lines.push(raw ? diff : escapeLines(diff));
  else lines.push(...emission.changes.flatMap((change) => changeLines(change, before, style)));
  if (emission.changes.length > 0)
    lines.push(
      ...paragraph(`To make it take effect: ${escapeControls(emission.reload)}`, '', '  ', style),
    );
  for (const note of emission.notes)
    lines.push(...paragraph(escapeControls(note), `${style.note} `, '  ', style));
  if (check !== null) lines.push(...checkLines(check, target.id, style));
  return lines.join('\n').trimEnd();
}

/** What a target cannot say, or what went wrong: for standard error, a sentence each. */
export function policyFailures({ target, emission, check }: PolicyResult): readonly string[] {
  if (emission.kind === 'cannot')
    return [`${target.title} cannot say this policy:`, ...emission.reasons];
  if (check?.kind !== 'failed') return [];
  return [
    `this is a fault of whycors itself: what it would write for ${target.title} does not do what the policy says, so it is not shown.`,
    ...check.failures,
    'Please report it, with the policy and the configuration.',
  ];
}

/** Each place of a configuration in another target's terms, and what gets lost. */
export function translationText(
  translations: readonly Translation[],
  style: Style,
  raw: boolean,
): string {
  const blocks = translations.map(({ from, lost, result }) => {
    const text = result === null ? '' : policyText(result, style, raw);
    const failures = result === null ? [] : policyFailures(result);
    return [
      style.bold(`From ${escapeControls(from)}`),
      ...(text === '' ? [] : [text]),
      ...failures.flatMap((line) => paragraph(escapeControls(line), `${style.fail} `, '  ', style)),
      ...lost.flatMap((line) =>
        paragraph(escapeControls(line), `${style.warn('lost')}  `, '      ', style),
      ),
    ].join('\n');
  });
  return blocks.join('\n\n');
}

function changeLines({ where, text, at }: Change, before: string, style: Style): string[] {
  const replaced = at === null ? '' : before.slice(at.start, at.end);
  const body = added(text, replaced).replace(/^(?:[ \t]*\r?\n)+|\s+$/g, '');
  return [
    `${style.code(escapeControls(where))}:`,
    '',
    body === '' ? '(nothing: what is there goes)' : escapeLines(body),
    '',
  ];
}

/** What a change adds, without what it repeats of the text at its place. */
function added(text: string, replaced: string): string {
  if (text.endsWith(replaced)) return text.slice(0, text.length - replaced.length);
  return text.startsWith(replaced) ? text.slice(replaced.length) : text;
}

function checkLines(check: PolicyCheck, id: string, style: Style): string[] {
  if (check.kind === 'failed') return [];
  if (check.kind === 'not-simulated')
    return paragraph(
      `Not simulated: this is code, which whycors writes and does not read. docs/targets/${id}.md says how it was tried.`,
      `${style.note} `,
      '  ',
      style,
    );
  const { allowed, refused, unasked, engines, uncovered } = check;
  const except = uncovered.length > 0;
  const browsers = new Intl.ListFormat('en').format(engines.map((name) => ENGINES[name].title));
  const lines = paragraph(
    `Checked${except ? ', except for what follows' : ''}: read back and simulated with ${browsers}. ${allowed} calls that the policy allows are let through, ${refused} that it does not are refused.`,
    `${except ? style.note : style.pass} `,
    '  ',
    style,
  );
  lines.push(...exceptions(uncovered, '    ', escapeControls, style));
  if (unasked > 0)
    lines.push(
      ...paragraph(
        `${unasked} more calls that the policy allows are refused by browsers themselves before they ask: mixed content or a blocked port. No server can change that.`,
        `${style.note} `,
        '  ',
        style,
      ),
    );
  return lines;
}

/** Text of several lines as it can go to a terminal; tabs stay. */
function escapeLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(escapeControls).join('\t'))
    .join('\n');
}
