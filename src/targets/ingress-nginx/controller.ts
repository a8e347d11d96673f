import { parseBool } from './annotations.js';
import { LATEST, type ControllerVersion } from './version.js';

/** What of a controller besides the objects decides about CORS: its version and its ConfigMap. */
export interface Controller {
  readonly version: ControllerVersion;
  /** Whether hosts with TLS redirect http to https unless their annotations say otherwise. */
  readonly sslRedirect: boolean;
  /** The same for hosts without TLS. */
  readonly forceSslRedirect: boolean;
  /** 308, or what http-redirect-code says. */
  readonly redirectCode: number;
  /** Statuses of an upstream that are answered by the default backend instead, without CORS headers. */
  readonly customHttpErrors: readonly number[];
  /** Names of an upstream's response headers that do not pass, lower-case. */
  readonly hideHeaders: readonly string[];
  /** The caller's address, for lists of those that may; null where every caller is taken to be in them. */
  readonly clientAddress: string | null;
  /** Authentication of every location, unless enable-global-auth is false. */
  readonly globalAuthUrl: string | null;
}

/** A controller as it is without a word in its ConfigMap. */
export const DEFAULT_CONTROLLER: Controller = {
  version: LATEST,
  sslRedirect: true,
  forceSslRedirect: false,
  redirectCode: 308,
  customHttpErrors: [],
  hideHeaders: [],
  globalAuthUrl: null,
  clientAddress: null,
};

/**
 * A controller by the data of its ConfigMap; values that it cannot read keep their default.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export function controllerOf(
  data: ReadonlyMap<string, string>,
  version: ControllerVersion = LATEST,
): Controller {
  const words = (key: string): readonly string[] =>
    (data.get(key) ?? '').split(',').map((each) => each.trim());
  const code = Number(data.get('http-redirect-code'));
  return {
    version,
    sslRedirect: parseBool(data.get('ssl-redirect')) ?? DEFAULT_CONTROLLER.sslRedirect,
    forceSslRedirect:
      parseBool(data.get('force-ssl-redirect')) ?? DEFAULT_CONTROLLER.forceSslRedirect,
    redirectCode: [301, 302, 307, 308].includes(code) ? code : DEFAULT_CONTROLLER.redirectCode,
    customHttpErrors: words('custom-http-errors').flatMap((each) =>
      /^[345]\d\d$/.test(each) ? [Number(each)] : [],
    ),
    hideHeaders: words('hide-headers').flatMap((each) => (each === '' ? [] : each.toLowerCase())),
    globalAuthUrl: data.get('global-auth-url')?.trim() || null,
    clientAddress: null,
  };
}
