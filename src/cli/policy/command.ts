import { emitFor, type PolicyResult } from '../../fix/index.js';
import { validatePolicy, type PolicyFault, type PolicyProblem } from '../../policy/index.js';
import { createStyle, escapeControls, stringifyJson } from '../../reporters/index.js';
import {
  POLICY_VERSION,
  policyFailures,
  policyJson,
  policyProblemsJson,
  policyText,
  translationJson,
  translationText,
} from '../../reporters/policy/index.js';
import { policyFaultText, policyWords } from '../../reporters/wording/policy.js';
import { positionAt, type Source, type Target } from '../../targets/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';
import { fileTargetNamed, targetNamed, targetOf } from '../targets.js';
import { targetList, targetListJson } from './list.js';
import {
  contextOf,
  OPTION_OF,
  placeOf,
  policyOf,
  toldPolicy,
  type PolicyOptions,
} from './options.js';
import { speakingRoutes, translate } from './translate.js';

/**
 * `whycors policy`: what makes a policy hold on a server, checked.
 * @returns the exit code: 2 when the policy is wrong or the target cannot say it
 */
export async function policyCommand(options: PolicyOptions, io: Io): Promise<number> {
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  if (options.for === 'list' || (options.for === undefined && options.config === undefined)) {
    await io.out(`${options.json === true ? targetListJson() : targetList(style)}\n`);
    return EXIT.allowed;
  }
  if (options.from !== undefined) return translateCommand(options.from, options, io);
  const config = options.config === undefined ? null : await readSource(options.config, io);
  const target = targetFor(options, config);
  const place = placeOf(options);
  const { value: policy, problems: faults } = policyOf(options);
  if (policy === null) throw new UsageError(faults.map(faultLine).join('\n'));
  const problems = validatePolicy(policy, contextOf(place));
  const wrong = problems.some(({ severity }) => severity === 'error');
  const result = wrong ? null : emitFor(target, policy, place, config);
  if (options.json === true) {
    const found = policyProblemsJson(problems);
    const shown = result === null ? null : policyJson(result);
    await io.out(
      `${stringifyJson({ version: POLICY_VERSION, problems: found, result: shown }, 2)}\n`,
    );
  } else {
    for (const problem of problems) io.err(`whycors: ${problemLine(problem)}\n`);
    for (const line of result === null ? [] : policyFailures(result))
      io.err(`whycors: ${escapeControls(line)}\n`);
    const text = result === null ? '' : policyText(result, style, !io.outIsTerminal);
    if (text !== '') await io.out(`${text}\n`);
  }
  return result === null ? EXIT.usage : exitCode(result);
}

function exitCode({ emission, check }: PolicyResult): number {
  if (check?.kind === 'failed') return EXIT.bug;
  return emission.kind === 'cannot' ? EXIT.usage : EXIT.allowed;
}

function faultLine(fault: PolicyFault): string {
  return `${OPTION_OF[fault.about]}: ${policyFaultText(fault)}`;
}

function problemLine(problem: PolicyProblem): string {
  const { what, remedy } = policyWords(problem);
  return escapeControls(`${problem.severity}: ${what} ${remedy}`);
}

function targetFor(options: PolicyOptions, config: Source | null): Target {
  if (options.for !== undefined)
    return config === null
      ? targetNamed(options.for, '--for')
      : fileTargetNamed(options.for, '--for');
  const target = config && targetOf(config);
  if (target !== null) return target;
  throw new UsageError(
    `${config?.file}: it is not clear what this configures: name it with --for (--for list has the names).`,
  );
}

/** `--from TARGET --config FILE --for OTHER`. */
async function translateCommand(from: string, options: PolicyOptions, io: Io): Promise<number> {
  const told = toldPolicy(options);
  if (told !== null)
    throw new UsageError(`${told}: with --from the policies are the file's: leave it out.`);
  if (options.config === undefined || options.for === undefined)
    throw new UsageError('--from: it takes --config FILE, and --for with the other target.');
  const source = await readSource(options.config, io);
  const reader = fileTargetNamed(from, '--from');
  const target = targetNamed(options.for, '--for');
  const { value, problems } = reader.read(source);
  for (const { span, message } of problems.filter(({ severity }) => severity === 'error')) {
    const { line, column } = positionAt(source.text, span.start);
    io.err(`whycors: ${escapeControls(`${source.file}:${line}:${column}: ${message}`)}\n`);
  }
  if (value === null) throw new UsageError(`${source.file}: ${reader.title} cannot read this.`);
  const routes = speakingRoutes(value, source);
  if (routes.length === 0) throw new UsageError(`${source.file}: it says nothing of CORS.`);
  const translations = translate(routes, source, target, placeOf(options));
  if (options.json === true) {
    const shown = translations.map(translationJson);
    await io.out(`${stringifyJson({ version: POLICY_VERSION, translations: shown }, 2)}\n`);
  } else {
    const style = createStyle(options.color === false ? false : io.colour, io.columns);
    await io.out(`${translationText(translations, style, !io.outIsTerminal)}\n`);
  }
  return Math.max(
    ...translations.map(({ result }) => (result === null ? EXIT.usage : exitCode(result))),
  );
}
