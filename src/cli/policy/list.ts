import { stringifyJson, type Style } from '../../reporters/index.js';
import { ALL_TARGETS } from '../targets.js';

const GROUPS = {
  kubernetes: 'Kubernetes',
  server: 'Servers',
  cloud: 'Cloud and hosting platforms',
  framework: 'Frameworks',
} as const;

/** The targets by group, and what can be done with each; without a final line feed. */
export function targetList(style: Style): string {
  const width = Math.max(0, ...ALL_TARGETS.map(({ id }) => id.length));
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const rows = ALL_TARGETS.filter((target) => target.group === group).map(
      ({ id, title, file, kind }) =>
        `  ${style.code(id.padEnd(width))}  ${title} (${kind === 'file' ? file : 'code'})`,
    );
    return rows.length === 0 ? [] : [[style.bold(title), ...rows].join('\n')];
  });
  const end = 'Files are read, changed and checked by simulation; code is written only.';
  return [...groups, end].join('\n\n');
}

/** Raised when something in the JSON changes its meaning or goes. */
const TARGETS_VERSION = 1;

/** The same for programs: schema/targets.schema.json. */
export function targetListJson(): string {
  const targets = ALL_TARGETS.map(({ id, title, group, kind, file, language }) => {
    return { id, title, group, kind, file, language };
  });
  return stringifyJson({ version: TARGETS_VERSION, targets }, 2);
}
