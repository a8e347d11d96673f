import { ENGINES } from '../../engines/index.js';
import type {
  EffectiveSetting,
  FoundController,
  KubernetesAnswer,
  KubernetesBlame,
  KubernetesExchange,
} from '../../kubernetes/index.js';
import { fullName, type IngressObject } from '../../targets/ingress-nginx/model.js';
import { lineAt, positionAt, type Source, type Span } from '../../targets/index.js';
import { escapeControls } from '../escape.js';
import { excerpt } from '../lint/index.js';
import { heading, paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { failurePhrase, failurePlace } from '../wording/failure.js';

/** What `whycors k8s` found out about one call. */
export interface KubernetesReport {
  readonly answer: KubernetesAnswer;
  readonly controller: FoundController;
  /** Null where the answering object does not enable CORS. */
  readonly effective: readonly EffectiveSetting[] | null;
  readonly blame: KubernetesBlame | null;
  /** What was assumed or left out, a sentence each. */
  readonly notes: readonly string[];
  /** The command that makes the change; null where there is nothing to change. */
  readonly fixCommand: string | null;
}

/** The report for a person, without a final line feed. */
export function kubernetesText(report: KubernetesReport, style: Style): string {
  return [
    ...verdict(report, style),
    ...report.notes.flatMap((note) =>
      paragraph(escapeControls(note), `  ${style.note} `, '    ', style),
    ),
    ...whoAnswers(report, style),
    ...blamed(report, style),
    ...exchanges(report, style),
    ...inForce(report, style),
    ...others(report, style),
    ...(report.fixCommand === null
      ? []
      : [...heading('To mend it', style), `  ${style.code(escapeControls(report.fixCommand))}`]),
  ]
    .join('\n')
    .trimStart();
}

function verdict({ answer }: KubernetesReport, style: Style): string[] {
  const { request, origin, engines } = answer;
  const call = escapeControls(`${request.method} ${request.url}`);
  const [main] = engines;
  const failure = main?.outcome.failure ?? null;
  if (main === undefined || failure === null)
    return paragraph(
      `browsers let ${call} through from ${origin}, as far as the controller decides.`,
      style.bold(style.good('ALLOWED')) + '  ',
      '  ',
      style,
    );
  const agreed = engines.every(({ outcome }) => outcome.verdict === 'blocked');
  const who = agreed ? 'the browser' : ENGINES[main.engine].title;
  return paragraph(
    `${who} refuses ${call} from ${origin} ${failurePlace(failure)}: ${escapeControls(failurePhrase(failure))}.`,
    style.bold(style.bad('BLOCKED')) + '  ',
    '  ',
    style,
  );
}

/** `file:line` of a span; the object's name where it came from a cluster. */
function placeText(source: Source, span: Span): string {
  if (source.text === '' || span.end === 0) return escapeControls(source.file);
  return `${escapeControls(source.file)}:${positionAt(source.text, span.start).line}`;
}

function whoAnswers({ answer }: KubernetesReport, style: Style): string[] {
  const { location, server } = answer;
  const lines = heading('Who answers', style);
  if (location === null) {
    const what =
      server === null
        ? 'No Ingress object has a rule for this host: the controller answers 404 itself.'
        : 'The server of this host answers before any path is looked at.';
    return [...lines, ...paragraph(what, '  ', '  ', style)];
  }
  const { ingress, host, path, exact, backend, made, span } = location;
  const rule = made
    ? 'no path of any object matches, so that it answers for its host with 404'
    : `path ${path} (${exact ? 'Exact' : 'Prefix'}) to ${backend ?? 'no service'}`;
  lines.push(
    `  ${style.bold(`Ingress ${escapeControls(fullName(ingress))}`)}  ${placeText(ingress.source, made ? ingress.span : span)}`,
    ...paragraph(
      escapeControls(`${host === '' ? 'every host' : `host ${host}`}, ${rule}.`),
      '  ',
      '  ',
      style,
    ),
  );
  if (server === null) return lines;
  if (server.regexBy !== null)
    lines.push(
      ...paragraph(
        `Ingress ${fullName(server.regexBy)} makes patterns of all paths of this host (use-regex or rewrite-target).`,
        `  ${style.note} `,
        '    ',
        style,
      ),
    );
  for (const { location: lost, by } of server.shadowed)
    if (by === location)
      lines.push(
        ...paragraph(
          `Ingress ${fullName(lost.ingress)} (${placeText(lost.ingress.source, lost.span)}) has the same path, and no effect there.`,
          `  ${style.note} `,
          '    ',
          style,
        ),
      );
  const rest = server.ingresses.filter((each) => each !== ingress);
  if (rest.length > 0)
    lines.push(
      ...paragraph(
        escapeControls(`Others of this host: ${names(rest)}.`),
        `  ${style.note} `,
        '    ',
        style,
      ),
    );
  return lines;
}

function names(ingresses: readonly IngressObject[]): string {
  const shown = ingresses.slice(0, 5).map(fullName);
  if (ingresses.length > 5) shown.push(`${ingresses.length - 5} more`);
  return new Intl.ListFormat('en').format(shown);
}

function blamed({ blame }: KubernetesReport, style: Style): string[] {
  if (blame === null) return [];
  const { source, span, message } = blame;
  const said = paragraph(escapeControls(message), '  ', '  ', style);
  if (source.text === '' || span.end === 0)
    return [...heading('Where it is wrong', style), ...said];
  const start = positionAt(source.text, span.start);
  const end = positionAt(source.text, span.end);
  const place = `${escapeControls(source.file)}:${start.line}:${start.column}`;
  return [
    ...heading(`Where it is wrong: ${place}`, style),
    ...excerpt(lineAt(source.text, span.start), start, end, style),
    ...said,
  ];
}

function exchanges({ answer, controller }: KubernetesReport, style: Style): string[] {
  const [main] = answer.engines;
  if (main === undefined || main.exchanges.length === 0) return [];
  const { version } = controller.controller;
  return [
    ...heading(`What Ingress NGINX ${version.name} sends`, style),
    ...main.exchanges.flatMap((each) => exchange(each, style)),
  ];
}

function exchange({ request, answer }: KubernetesExchange, style: Style): string[] {
  const by =
    answer.answeredBy === 'upstream'
      ? 'from the service'
      : answer.action === null
        ? 'by the controller'
        : `by ${answer.action}`;
  const kind = request.kind === 'preflight' ? 'preflight ' : '';
  const head = `  ${kind}${request.method} ${request.url} → ${answer.status}, ${by}`;
  const source = answer.location?.ingress.source;
  const headers = answer.headers
    .filter(({ name, span }) => span !== null || /^(access-control-|location|vary$)/i.test(name))
    .map(({ name, value, span }) => {
      const from =
        span === null
          ? ' (the service)'
          : source === undefined || span.end === 0
            ? ''
            : `  ${style.dim(placeText(source, span))}`;
      return `    ${escapeControls(`${name}: ${value}`)}${from}`;
    });
  return [escapeControls(head), ...headers];
}

function inForce({ effective }: KubernetesReport, style: Style): string[] {
  if (effective === null) return [];
  const rows = effective.flatMap(({ annotation, value, from, written }) => {
    const note =
      from === 'default'
        ? style.dim('(default)')
        : from === 'dropped'
          ? style.warn(`(the default: "${escapeControls(written ?? '')}" is thrown away)`)
          : '';
    const shown = value === '' ? 'nothing' : value;
    return paragraph(
      `${escapeControls(shown)}${note === '' ? '' : ` ${note}`}`,
      `  ${annotation.padEnd(23)} `,
      ' '.repeat(26),
      style,
    );
  });
  return [...heading('In force there', style), ...rows];
}

function others({ answer }: KubernetesReport, style: Style): string[] {
  const key = ({ outcome }: KubernetesAnswer['engines'][number]): string =>
    outcome.failure === null ? 'allowed' : outcome.failure.code;
  const [main] = answer.engines;
  const rest = answer.engines.filter((each) => main !== undefined && key(each) !== key(main));
  if (rest.length === 0) return [];
  return [
    ...heading('Browsers differ', style),
    ...rest.flatMap(({ engine, outcome }) =>
      paragraph(
        outcome.failure === null
          ? `${ENGINES[engine].title} allows it.`
          : `${ENGINES[engine].title} refuses it ${failurePlace(outcome.failure)}: ${escapeControls(failurePhrase(outcome.failure))}.`,
        '  ',
        '  ',
        style,
      ),
    ),
  ];
}
