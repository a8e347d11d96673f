import { positionAt, type Source, type Span } from '../../targets/index.js';
import { fullName } from '../../targets/ingress-nginx/model.js';
import { stringifyJson } from '../json/stringify.js';
import type { KubernetesReport } from './text.js';

/** Raised when something in it changes its meaning or goes. */
const KUBERNETES_VERSION = 1;

/** The report for programs. */
export function kubernetesJson(report: KubernetesReport): string {
  const { answer, controller, effective, blame, notes, fixCommand } = report;
  const { location, engines } = answer;
  return stringifyJson(
    {
      version: KUBERNETES_VERSION,
      verdict: engines[0]?.outcome.verdict ?? 'allowed',
      request: { method: answer.request.method, url: answer.request.url, origin: answer.origin },
      controller: {
        version: controller.controller.version.name,
        versionFrom: controller.versionFrom,
        configFrom: controller.configFrom,
      },
      answeredBy:
        location === null
          ? null
          : {
              ingress: fullName(location.ingress),
              host: location.host,
              path: location.path,
              pathType: location.exact ? 'Exact' : 'Prefix',
              backend: location.backend,
              ...place(location.ingress.source, location.span),
            },
      engines: engines.map(({ engine, outcome, exchanges }) => ({
        engine,
        verdict: outcome.verdict,
        failure: outcome.failure,
        exchanges: exchanges.map(
          ({ request, answer: { status, headers, answeredBy, action } }) => ({
            kind: request.kind,
            method: request.method,
            url: request.url,
            status,
            answeredBy,
            action,
            headers: headers.map(({ name, value }) => [name, value]),
          }),
        ),
      })),
      effective:
        effective?.map(({ annotation, value, from, written }) => ({
          annotation,
          value,
          from,
          written,
        })) ?? null,
      blame: blame === null ? null : { message: blame.message, ...place(blame.source, blame.span) },
      notes,
      fixCommand,
    },
    2,
  );
}

function place({ file, text }: Source, span: Span): object {
  return text === '' || span.end === 0 ? { file } : { file, ...positionAt(text, span.start) };
}
