import { createLiveDriver, readProxy } from '../../drivers/live/index.js';
import {
  fetchRequest,
  isNetworkFailure,
  nameIs,
  type NetworkRequest,
} from '../../protocol/index.js';
import type { ConfigProblem } from '../../targets/index.js';
import { corsSettings, type IngressObject } from '../../targets/ingress-nginx/model.js';
import { UsageError, type Io } from '../io.js';
import { withProgress } from '../diagnose/progress.js';
import type { Subject } from './subject.js';

export interface ProbeOptions {
  readonly insecure?: boolean;
  readonly proxy?: string;
}

/** An origin that no object allows; `.invalid` is nobody's (RFC 2606). */
const NOBODY = 'https://whycors-probe.invalid';
const MOST_OBJECTS = 200;

/**
 * Asks one path of each object that enables CORS, with an origin that it does not
 * allow: CORS headers in the answer are the service's own, which the controller
 * lets pass. One GET an object, one after the other.
 */
export async function probe(
  { ingresses, servers, controller }: Subject,
  options: ProbeOptions,
  io: Io,
): Promise<{
  readonly problems: ReadonlyMap<IngressObject, ConfigProblem>;
  readonly notes: readonly string[];
}> {
  const proxy = proxyOf(options.proxy);
  const driver = createLiveDriver({
    maxTimeMs: 120_000,
    ...(options.insecure === true ? { insecure: true } : {}),
    ...(proxy === null ? {} : { proxy }),
  });
  const problems = new Map<IngressObject, ConfigProblem>();
  const unreached: string[] = [];
  const named = ingresses.filter(({ annotations }) => {
    const settings = corsSettings(annotations, controller.controller.version);
    return settings !== null && !settings.origins.entries.includes('*');
  });
  try {
    for (const ingress of named.slice(0, MOST_OBJECTS)) {
      const url = urlOf(
        ingress,
        (host) => servers.get(host)?.ingresses.some((o) => o.tls) === true,
      );
      if (url === null) continue;
      const { result } = await withProgress(io, `asking ${url}`, () => driver.send(asked(url)));
      if (isNetworkFailure(result)) {
        unreached.push(url);
        continue;
      }
      const allow = result.headers.find(([name]) => nameIs(name, 'access-control-allow-origin'));
      if (allow !== undefined) problems.set(ingress, found(ingress, url, allow[1]));
    }
  } finally {
    driver.close();
  }
  const notes = [
    ...(unreached.length === 0 ? [] : [`Not reached: ${unreached.slice(0, 5).join(', ')}.`]),
    ...(named.length > MOST_OBJECTS ? [`Only ${MOST_OBJECTS} objects were asked.`] : []),
  ];
  return { problems, notes };
}

function proxyOf(typed: string | undefined): string | null {
  if (typed === undefined) return null;
  const { value, problems } = readProxy(typed);
  if (value === null) throw new UsageError(problems.join('\n'));
  return value;
}

function urlOf({ rules }: IngressObject, secure: (host: string) => boolean): string | null {
  for (const { host, paths } of rules)
    for (const { path } of paths)
      if (host !== '' && !host.startsWith('*') && !/[\\^$|?*+()[\]{}]/.test(path))
        return `${secure(host) ? 'https' : 'http'}://${host}${path}`;
  return null;
}

function asked(url: string): NetworkRequest {
  const { headers, ...request } = fetchRequest(url);
  return {
    ...request,
    kind: 'request',
    headers: [...headers, ['origin', NOBODY]],
    credentials: false,
    redirectCount: 0,
  };
}

function found({ annotations, span }: IngressObject, url: string, value: string): ConfigProblem {
  return {
    rule: 'service-sends-cors-too',
    severity: 'warning',
    span: annotations.get('enable-cors')?.span ?? span,
    message: `Asked from an origin that is not allowed here, ${url} answers Access-Control-Allow-Origin: ${value}. The service adds CORS headers of its own, which pass wherever the annotations do not match. Keep them in one place: take them out of the service.`,
  };
}
