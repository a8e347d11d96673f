import { fixKubernetes, askKubernetes } from '../../kubernetes/index.js';
import { createStyle, stringifyJson } from '../../reporters/index.js';
import { fixJson, fixText } from '../../reporters/kubernetes/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { writeText } from '../fix/write.js';
import { callOf } from './call.js';
import type { K8sCallOptions } from './options.js';
import { readSubject } from './subject.js';

export interface K8sFixOptions extends K8sCallOptions {
  readonly split?: boolean;
  readonly write?: boolean;
}

/**
 * `whycors k8s fix`: the annotations that let a call through, as a diff and for kubectl.
 * @returns the exit code: 0 when the call is allowed with the change (or was before), 1 when it is not
 */
export async function fixCommand(
  files: readonly string[],
  options: K8sFixOptions,
  io: Io,
): Promise<number> {
  const call = callOf(options);
  const subject = await readSubject(files, options, io);
  const { controller } = subject.controller;
  const { engines } = call;
  const answer = askKubernetes(subject.servers, call.request, call.origin, { controller, engines });
  const before = answer.engines.every(({ outcome }) => outcome.verdict === 'allowed');
  const fix = before
    ? ({ kind: 'none', why: 'Browsers let the call through: there is nothing to change.' } as const)
    : fixKubernetes(subject.sources, answer, {
        controller,
        engines,
        split: options.split === true,
        ...(options.ingressClass === undefined ? {} : { ingressClass: options.ingressClass }),
      });
  const allowed =
    fix.kind === 'change' &&
    fix.after !== null &&
    fix.after.engines.every(({ outcome }) => outcome.verdict === 'allowed');
  if (options.write === true && fix.kind === 'change') {
    if (fix.file === null || fix.file.before.file === '<stdin>')
      throw new UsageError('--write: what was read is no file; use the kubectl command instead.');
    if (!allowed)
      throw new UsageError('--write: the change did not pass its check; nothing was written.');
    await writeText(fix.file.before, fix.file.after, io);
  }
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  await io.out(
    options.json === true
      ? `${stringifyJson(fixJson(fix), 2)}\n`
      : `${fixText(fix, style, !io.outIsTerminal)}\n`,
  );
  if (subject.incomplete) return EXIT.usage;
  if (before || allowed) return EXIT.allowed;
  // From a cluster there is nothing to try the change on; the command is what was asked for.
  return fix.kind === 'change' && fix.after === null ? EXIT.allowed : EXIT.blocked;
}
