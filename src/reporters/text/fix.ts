import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Fix } from '../../fix/index.js';
import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { FixResult } from '../report.js';
import { failurePhrase, failurePlace } from '../wording/failure.js';
import { exceptions } from './exceptions.js';
import { heading, paragraph } from './layout.js';
import type { Style } from './style.js';

/** The change to make, as the user asked for with --fix. */
export function fixSection(result: FixResult, masker: Masker, style: Style): string[] {
  const safe = (text: string): string => escapeControls(masker.text(text));
  if (result.kind === 'none')
    return [...heading('Fix', style), ...paragraph(safe(result.why), '  ', '  ', style)];
  const { fix, others } = result;
  return [
    ...heading(`Fix for ${fix.target.title}`, style),
    ...guess(fix, others, safe, style),
    ...paragraph(`Least policy: ${policyWords(fix.derived.policy)}.`, '  ', '  ', style),
    ...(fix.policy === fix.derived.policy ? [] : added(fix, style)),
    ...blamed(fix, safe, style),
    ...change(fix, safe, style),
    ...checked(fix, safe, style),
  ];
}

/** With a configuration of the user's, the permissions are added to those of the other callers. */
function added({ policy, gaveWay }: Fix, style: Style): string[] {
  return [
    ...paragraph(`With what is allowed there already: ${policyWords(policy)}.`, '  ', '  ', style),
    ...gaveWay.flatMap((note) => paragraph(note, `  ${style.warn('!')} `, '    ', style)),
  ];
}

function guess(
  { guess: from }: Fix,
  others: readonly string[],
  safe: (text: string) => string,
  style: Style,
): string[] {
  if (from === null) return [];
  const also = others.length === 0 ? '' : ` The answers also speak for ${others.join(', ')}.`;
  const text = `Guessed from "${safe(from.from)}".${also} --fix=<target> chooses another; whycors policy lists them.`;
  return paragraph(text, `  ${style.note} `, '    ', style);
}

/** A policy in one sentence. */
export function policyWords(policy: CorsPolicy): string {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const list = (names: readonly string[] | '*'): string => (names === '*' ? '*' : names.join(', '));
  return [
    `origin ${origins.map(writeAllowedOrigin).join(', ') || 'none'}`,
    ...(methods.length === 0 ? [] : [`method ${list(methods)}`]),
    ...(requestHeaders.length === 0 ? [] : [`request headers ${list(requestHeaders)}`]),
    ...(exposedHeaders.length === 0 ? [] : [`exposed headers ${list(exposedHeaders)}`]),
    credentials ? 'with credentials' : 'without credentials',
    ...(maxAge === null ? [] : [`remembered for ${maxAge} s`]),
  ].join('; ');
}

function blamed({ blame, before }: Fix, safe: (text: string) => string, style: Style): string[] {
  const starts = [...new Set(blame.map(({ span }) => span.start))];
  return starts.flatMap((start) => {
    const here = blame.filter(({ span }) => span.start === start);
    const { line, column, text, span } = here[0]!;
    const headers = here.flatMap(({ header }) => header ?? []);
    const says =
      headers.length === 0
        ? 'decides who answers, and adds no CORS header'
        : `sends ${safe(headers.join(', '))}`;
    const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1));
    const gutter = String(line);
    return [
      ...paragraph(`${safe(before?.file ?? '')}:${line}:${column} ${says}`, '  ', '    ', style),
      `    ${gutter} | ${safe(text)}`,
      style.bad(`    ${' '.repeat(gutter.length)} | ${' '.repeat(column - 1)}${'^'.repeat(width)}`),
    ];
  });
}

function change(fix: Fix, safe: (text: string) => string, style: Style): string[] {
  const { emission } = fix;
  if (emission.kind === 'cannot')
    return [
      ...paragraph(`${fix.target.title} cannot say this policy:`, '  ', '  ', style),
      ...emission.reasons.flatMap((reason) =>
        paragraph(safe(reason), `  ${style.note} `, '    ', style),
      ),
    ];
  if (emission.changes.length === 0)
    return paragraph(
      'The configuration says this already: the server runs with another one, or something in front of it answers.',
      '  ',
      '  ',
      style,
    );
  const body =
    fix.diff !== null
      ? fix.diff.split(/\r?\n/).map((line) => colour(`  ${safe(line)}`, style))
      : emission.changes.flatMap(({ where, text }) => [
          '',
          `  ${style.dim(`# ${safe(where)}`)}`,
          ...text
            .replace(/^\n+|\s+$/g, '')
            .split(/\r?\n/)
            .map((line) => `  ${style.good(safe(line))}`),
        ]);
  return [
    ...body,
    '',
    ...paragraph(safe(emission.reload), '  Then: ', '        ', style),
    ...emission.notes.flatMap((note) => paragraph(safe(note), `  ${style.note} `, '    ', style)),
  ];
}

function colour(line: string, style: Style): string {
  if (/^ {2}\+/.test(line)) return style.good(line);
  return /^ {2}-/.test(line) ? style.bad(line) : line;
}

function checked(fix: Fix, safe: (text: string) => string, style: Style): string[] {
  const { check, refusal, target, engines, uncovered } = fix;
  if (check === null) return [];
  const except = check === 'allowed' && uncovered.length > 0;
  const text =
    check === 'allowed'
      ? `Checked${except ? ', except for what follows' : ''}: read back and simulated with this change, ${names(engines)} let this call through.`
      : check === 'refused'
        ? `NOT enough: simulated with this change, a browser still refuses the call${refusal === null ? '' : ` ${failurePlace(refusal)}: ${failurePhrase(refusal)}`}. It is not written.`
        : `Not simulated: ${target.title} is configured in code, which whycors does not run. Ask again when it is deployed.`;
  const mark =
    check === 'refused' ? style.fail : check === 'allowed' && !except ? style.pass : style.note;
  const lines = paragraph(text, `  ${mark} `, '    ', style);
  return except ? [...lines, ...exceptions(uncovered, '      ', safe, style)] : lines;
}

function names(engines: readonly EngineName[]): string {
  const titles = engines.map((engine) => ENGINES[engine].title);
  return new Intl.ListFormat('en').format(titles);
}
