import { describeFault, describeProblem, readPolicy, validatePolicy } from '../../../api/policy.js';
import { emitPolicy, guessTarget, InputError, type Target } from '../../../api/targets.js';
import type { PolicyResult } from '../../../fix/index.js';
import { createStyle, escapeControls } from '../../../reporters/index.js';
import {
  POLICY_VERSION,
  policyFailures,
  policyJson,
  policyProblemsJson,
  policyText,
} from '../../../reporters/policy/index.js';
import { ALL_TARGETS, targetNamed } from '../../targets.js';
import { flag, inputSchema, oneOf, publishedSchema, text, texts } from '../schemas.js';
import type { McpTool } from '../tool.js';

interface Args {
  readonly origins: readonly string[];
  readonly methods?: readonly string[];
  readonly requestHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly credentials?: boolean;
  readonly maxAge?: number;
  readonly url: string;
  readonly target?: string;
  readonly config?: string;
  readonly file?: string;
  readonly upstream?: string;
}

/** `policy`: what makes a policy hold on a server, checked. */
export const policyTool: McpTool<Args> = {
  name: 'policy',
  title: 'Write a CORS policy for a server',
  description:
    'Says everything that is wrong with a CORS policy, and writes what makes it hold on a server, platform or framework: as a diff where the text of its configuration is given. Configurations are checked by simulating server and browsers before they are shown. Asks nobody and writes no file.',
  input: inputSchema(
    {
      origins: texts('Pages that may call: https://app.example.com, https://*.example.com, *.'),
      methods: texts('Methods that they may use.'),
      requestHeaders: texts('Request headers that they may set.'),
      exposedHeaders: texts('Response headers that they may read.'),
      credentials: flag('With cookies. Default: false.'),
      maxAge: { type: 'integer', description: 'Seconds that browsers may remember a preflight.' },
      url: text('The API: https://api.example.com/v1; the policy holds below its path.'),
      target: oneOf(
        ALL_TARGETS.map(({ id }) => id),
        'What is configured. Default: as the configuration shows.',
      ),
      config: text('The text of the configuration to change; not for frameworks.'),
      file: text("What the configuration's file is called, for the diff."),
      upstream: text('What is behind the server, where a configuration is written anew.'),
    },
    ['origins', 'url'],
  ),
  output: publishedSchema('policy'),
  readOnly: true,
  asksServers: false,
  run: async (args) => {
    const { url } = args;
    const { value: policy, problems: faults } = readPolicy(args);
    if (policy === null)
      throw new InputError(
        faults.map((fault) => ({ path: fault.about, message: describeFault(fault) })),
      );
    const target = targetOf(args);
    const problems = validatePolicy(policy, { url });
    const wrong = problems.some(({ severity }) => severity === 'error');
    const result = wrong ? null : emitPolicy(target, policy, args);
    const lines = problems.map((problem) => {
      const { what, remedy } = describeProblem(problem);
      return escapeControls(`${problem.severity}: ${what} ${remedy}`);
    });
    return {
      text: [...lines, ...told(result)].join('\n'),
      value: {
        version: POLICY_VERSION,
        problems: policyProblemsJson(problems),
        result: result === null ? null : policyJson(result),
      },
    };
  },
};

function told(result: PolicyResult | null): readonly string[] {
  if (result === null) return [];
  return [...policyFailures(result), policyText(result, createStyle(false, 100), false)];
}

function targetOf({ target, config, file = 'configuration' }: Args): Target {
  if (target !== undefined) return targetNamed(target, 'target');
  const found = config === undefined ? null : guessTarget({ file, text: config });
  if (found !== null) return found;
  const message = 'it is not clear what is to be configured: name it.';
  throw new InputError([{ path: 'target', message }]);
}
