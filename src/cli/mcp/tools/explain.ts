import { explainRule, ruleIds } from '../../../api/reporters.js';
import { WORDING } from '../../../reporters/index.js';
import { inputSchema, oneOf } from '../schemas.js';
import type { McpTool } from '../tool.js';

const RULE = {
  type: 'object',
  required: ['rule', 'title'],
  properties: { rule: { type: 'string' }, title: { type: 'string' } },
};

/** `explain`: the page about a root cause, or all of them. */
export const explainTool: McpTool<{ readonly rule?: string }> = {
  name: 'explain',
  title: 'Explain a root cause',
  description:
    'The page about one root cause that diagnose names: what it is, why browsers refuse it, how to mend it. Without a rule: all root causes with their titles. Asks nobody.',
  input: inputSchema({ rule: oneOf(ruleIds, 'Id of the root cause.') }, []),
  output: {
    type: 'object',
    required: ['rules'],
    properties: {
      rules: { type: 'array', items: RULE },
      page: { type: 'string', description: 'Markdown; only with a rule.' },
    },
  },
  readOnly: true,
  asksServers: false,
  run: async ({ rule }) => {
    const rules = ruleIds
      .filter((id) => rule === undefined || id === rule)
      .map((id) => ({ rule: id, title: WORDING[id].title }));
    if (rule === undefined) {
      const list = rules.map((each) => `${each.rule}: ${each.title}`).join('\n');
      return { text: list, value: { rules } };
    }
    const page = await explainRule(rule);
    return { text: page, value: { rules, page } };
  },
};
