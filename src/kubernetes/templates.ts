import type { Source } from '../targets/index.js';
import type { LoadProblem } from './load.js';

/** An action of a Helm template: https://helm.sh/docs/chart_template_guide/ */
const ACTION =
  /\{\{-?\s*(?:[.$][\w.$]*|include|if|else|end|range|with|template|define|toYaml|tpl|printf|default|quote|required|\/\*)/;

/**
 * Finds documents that are templates still. They are named once a file and
 * blanked out, so that the others are read with their places as they are.
 */
export function readTemplates(source: Source): {
  readonly text: string;
  readonly problems: readonly LoadProblem[];
} {
  const { text } = source;
  const first = ACTION.exec(text);
  if (first === null) return { text, problems: [] };
  const documents = text.split(/^(?=---)/m);
  const templates = documents.filter((each) => ACTION.test(each)).length;
  const kept = documents.map((each) => (ACTION.test(each) ? each.replaceAll(/[^\n]/g, ' ') : each));
  const those = templates === 1 ? 'a template' : `${templates} templates`;
  return {
    text: kept.join(''),
    problems: [
      {
        source,
        span: { start: first.index, end: first.index + first[0].length },
        rule: 'template-not-rendered',
        message: `This is ${those} of Helm, not rendered: helm template CHART | whycors k8s - …`,
      },
    ],
  };
}
