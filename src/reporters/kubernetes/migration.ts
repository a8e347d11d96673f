import { ENGINES } from '../../engines/index.js';
import type { Migration, ObjectMigration } from '../../kubernetes/index.js';
import { escapeControls } from '../escape.js';
import { heading, paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';

/** Changed requests of an object that are named; the rest is counted. */
const MOST_NAMED = 4;

/** The proof for a person: what is the same, what changes, what to look at; without a final line feed. */
export function migrationText(migration: Migration, style: Style): string {
  const { destination, objects, idle, habits } = migration;
  const rows = objects.map((object) => row(object, style));
  return [
    style.bold(`Ingress NGINX → ${destination.title}`),
    '',
    ...rows,
    '',
    summary(migration, style),
    ...objects.flatMap((object) => details(object, style)),
    ...(habits.length === 0
      ? []
      : [
          ...heading('Different on the wire, the same for browsers', style),
          ...habits.flatMap(({ about, before, after, paths }) =>
            paragraph(
              `${about} (${paths} ${paths === 1 ? 'path' : 'paths'}): ${before} → ${after}.`,
              `  ${style.note} `,
              '    ',
              style,
            ),
          ),
        ]),
    ...others(objects, style),
    ...heading('To know', style),
    ...(idle.length === 0
      ? []
      : paragraph(
          escapeControls(
            `Not carried over, as nothing gets to them today (canaries, and objects whose paths are all older ones’): ${idle.join(', ')}.`,
          ),
          `  ${style.note} `,
          '    ',
          style,
        )),
    ...destination.notes.flatMap((note) => paragraph(note, `  ${style.note} `, '    ', style)),
    ...paragraph(
      'Paths that no object has: Ingress NGINX answers them with 404 and the CORS headers of the host’s oldest object; afterwards that 404 has none.',
      `  ${style.note} `,
      '    ',
      style,
    ),
  ].join('\n');
}

function row(object: ObjectMigration, style: Style): string {
  const asked = sum(object.paths.map((path) => path.asked));
  const allowed = sum(object.paths.map((path) => path.allowed));
  const changed = sum(object.paths.map((path) => path.changed.length));
  const bad = changed > 0 || object.notCarried.length > 0;
  const mark = bad ? style.fail : object.warnings.length > 0 ? style.warn('!') : style.pass;
  const what = !object.cors
    ? 'no CORS, none afterwards'
    : object.notCarried.length > 0
      ? style.bad('not carried over')
      : changed > 0
        ? style.bad(`${changed} requests end otherwise`)
        : 'the same';
  const counts = `${allowed} allowed, ${asked - allowed} refused`;
  return `  ${mark} ${escapeControls(object.name).padEnd(32)} ${counts.padEnd(28)} ${what}`;
}

function summary({ objects }: Migration, style: Style): string {
  const asked = sum(objects.flatMap(({ paths }) => paths.map((path) => path.asked)));
  const changed = sum(objects.flatMap(({ paths }) => paths.map((path) => path.changed.length)));
  const not = objects.filter(({ notCarried }) => notCarried.length > 0).length;
  if (changed === 0 && not === 0)
    return `${style.pass} ${asked} requests were run through both in Chromium, Firefox, WebKit and the standard: all end the same.`;
  return `${style.fail} ${asked} requests were run through both: ${changed} end otherwise, ${not} of ${objects.length} objects are not carried over.`;
}

function details(object: ObjectMigration, style: Style): string[] {
  const changed = object.paths.flatMap(({ url, changed: each }) =>
    each.map((change) => ({ url, ...change })),
  );
  if (changed.length === 0 && object.notCarried.length === 0 && object.warnings.length === 0)
    return [];
  const more = changed.length - MOST_NAMED;
  return [
    ...heading(`Ingress ${escapeControls(object.name)}`, style),
    ...[...new Set(object.notCarried)].flatMap((reason) =>
      paragraph(escapeControls(reason), `  ${style.fail} `, '    ', style),
    ),
    ...object.warnings.flatMap((warning) =>
      paragraph(escapeControls(warning), `  ${style.warn('!')} `, '    ', style),
    ),
    ...changed.slice(0, MOST_NAMED).flatMap(({ url, trial, engines, before, after }) => {
      const who = engines.map((engine) => ENGINES[engine].title).join(', ');
      return paragraph(
        escapeControls(`${trial.about} (${url}): was ${before}, is ${after} in ${who}.`),
        `  ${style.fail} `,
        '    ',
        style,
      );
    }),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** Annotations that protect. */
const GUARDS = /^(?:auth-|whitelist-|allowlist-|denylist-|limit-|enable-modsecurity|satisfy)/;

/** What is about other things than CORS is nobody's work here, and must not be forgotten. */
function others(objects: readonly ObjectMigration[], style: Style): string[] {
  const counts = new Map<string, number>();
  for (const { otherAnnotations } of objects)
    for (const name of otherAnnotations) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (counts.size === 0) return [];
  const guards = [...counts.keys()].filter((name) => GUARDS.test(name));
  const list = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, n]) => `${name} (${n})`);
  return [
    ...heading('Not about CORS, not carried over', style),
    ...paragraph(`${list.join(', ')}.`, '  ', '  ', style),
    ...(guards.length === 0
      ? []
      : paragraph(
          `${guards.join(', ')} keep callers out today: the new objects let everybody through until you say that there, too.`,
          `  ${style.warn('!')} `,
          '    ',
          style,
        )),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The proof for programs. */
export function migrationJson({ destination, text, objects, idle, habits }: Migration): object {
  return {
    version: 1,
    to: destination.id,
    manifests: text,
    objects: objects.map(({ name, cors, paths, notCarried, warnings, otherAnnotations }) => ({
      name,
      cors,
      notCarried,
      warnings,
      otherAnnotations,
      paths: paths.map(({ url, asked, allowed, changed }) => ({
        url,
        asked,
        allowed,
        changed: changed.map(({ trial, engines, before, after }) => ({
          about: trial.about,
          origin: trial.origin,
          method: trial.request.method,
          engines,
          before,
          after,
        })),
      })),
    })),
    idle,
    habits,
  };
}
