import { lintObjects } from '../../kubernetes/index.js';
import { policyOf, corsSettings, type IngressObject } from '../../targets/ingress-nginx/model.js';
import type { ConfigProblem, Source } from '../../targets/index.js';
import type { Finding } from '../../reporters/lint/index.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../io.js';
import { findingsOf } from '../lint/findings.js';
import { formatNamed, writeFindings } from '../lint/write.js';
import type { K8sOptions } from './options.js';
import { probe, type ProbeOptions } from './probe.js';
import { readSubject } from './subject.js';

export interface K8sLintOptions extends K8sOptions, ProbeOptions {
  readonly probe?: boolean;
  readonly format?: string;
}

/**
 * `whycors k8s lint`: what is wrong with CORS in all objects.
 * @returns the exit code: 2 when something that was named could not be used, else 1 when there are errors
 */
export async function k8sLintCommand(
  files: readonly string[],
  options: K8sLintOptions,
  io: Io,
): Promise<number> {
  const format = formatNamed(options.format);
  const subject = await readSubject(files, options, io);
  const { controller } = subject.controller;
  const problems = lintObjects({
    ingresses: subject.ingresses,
    servers: subject.servers,
    controller,
  });
  const asked = options.probe === true ? await probe(subject, options, io) : null;
  for (const [ingress, problem] of asked?.problems ?? []) problems.get(ingress)?.push(problem);
  const bySource = new Map<Source, { problems: ConfigProblem[]; ingresses: IngressObject[] }>();
  for (const [ingress, found] of problems) {
    const known = bySource.get(ingress.source) ?? { problems: [], ingresses: [] };
    bySource.set(ingress.source, known);
    known.problems.push(...(ingress.node === null ? named(ingress, found) : found));
    known.ingresses.push(ingress);
  }
  const findings = [...bySource].flatMap(([source, known]): readonly Finding[] => {
    const routes = known.ingresses.flatMap(({ annotations, span, node }) => {
      const settings = node === null ? null : corsSettings(annotations, controller.version);
      return settings === null ? [] : [{ policy: policyOf(settings), span }];
    });
    return findingsOf(source, 'ingress-nginx', known.problems, routes);
  });
  const text = writeFindings(findings, bySource.size, format, options, io);
  if (text !== '') await io.out(`${text}\n`);
  if (format === 'text')
    for (const note of [...subject.notes, ...(asked?.notes ?? [])]) io.err(`whycors: ${note}\n`);
  if (subject.incomplete) return EXIT.usage;
  return findings.some(({ severity }) => severity === 'error') ? EXIT.blocked : EXIT.allowed;
}

/** Objects of a cluster have no place in a file: their name says where. */
function named(
  { namespace, name }: IngressObject,
  problems: readonly ConfigProblem[],
): readonly ConfigProblem[] {
  return problems.map((problem) => ({
    ...problem,
    message: `Ingress ${namespace}/${name}: ${problem.message}`,
  }));
}
