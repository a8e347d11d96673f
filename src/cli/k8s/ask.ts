import { askKubernetes, blameObject, effectiveSettings } from '../../kubernetes/index.js';
import { createStyle } from '../../reporters/index.js';
import {
  kubernetesJson,
  kubernetesText,
  type KubernetesReport,
} from '../../reporters/kubernetes/index.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../io.js';
import { callOf } from './call.js';
import { lastEvent } from './cluster.js';
import type { K8sCallOptions } from './options.js';
import { readSubject } from './subject.js';

/**
 * `whycors k8s`: which object answers a call, what the controller sends, and what browsers make of it.
 * @returns the exit code: 0 allowed, 1 refused, 2 when something that was named could not be used
 */
export async function askCommand(
  files: readonly string[],
  options: K8sCallOptions,
  io: Io,
): Promise<number> {
  const call = callOf(options);
  const subject = await readSubject(files, options, io);
  const { controller } = subject.controller;
  const answer = askKubernetes(subject.servers, call.request, call.origin, {
    controller,
    engines: call.engines,
  });
  const blocked = answer.engines.some(({ outcome }) => outcome.verdict === 'blocked');
  const { location } = answer;
  const report: KubernetesReport = {
    answer,
    controller: subject.controller,
    effective: location === null ? null : effectiveSettings(location.ingress, controller.version),
    blame: blameObject(answer, controller.version),
    notes: [
      ...call.notes,
      `Controller ${controller.version.name} (${subject.controller.versionFrom}); ${subject.controller.configFrom}.`,
      'The service behind is taken to know nothing of CORS; ask the URL itself (whycors URL) for what it sends.',
      ...subject.notes,
      ...(files.length === 0 && location !== null
        ? [await lastEvent(location.ingress, options)]
        : []),
    ],
    fixCommand: blocked && location !== null ? fixCommand(files, options) : null,
  };
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  await io.out(
    `${options.json === true ? kubernetesJson(report) : kubernetesText(report, style)}\n`,
  );
  if (subject.incomplete) return EXIT.usage;
  return blocked ? EXIT.blocked : EXIT.allowed;
}

/** The same call with `fix`, for the user's shell. */
function fixCommand(files: readonly string[], options: K8sCallOptions): string {
  const quote = (text: string): string =>
    /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const flags: readonly (readonly [string, string | undefined])[] = [
    ['--context', options.context],
    ['--namespace', options.namespace],
    ['--ingress-class', options.ingressClass],
    ['--controller-version', options.controllerVersion],
    ['--client-ip', options.clientIp],
    ['--url', options.url],
    ['--origin', options.origin],
    ['-X', options.method],
    ...(options.header ?? []).map((line) => ['-H', line] as const),
    ['-d', options.data],
    ['--credentials', options.credentials],
    ['--mode', options.mode],
  ];
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, quote(value)]));
  const all = options.allNamespaces === true ? ['--all-namespaces'] : [];
  return ['whycors k8s fix', ...files.map(quote), ...all, ...given].join(' ');
}
