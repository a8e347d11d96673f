import type { CallOptions } from '../../inputs/index.js';

/** What all `whycors k8s` commands take. */
export interface K8sOptions {
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly ingressClass?: string;
  readonly controllerVersion?: string;
  readonly clientIp?: string;
  readonly color?: boolean;
}

/** The call, as with `whycors <url>`. */
export interface K8sCallOptions extends K8sOptions, CallOptions {
  readonly url?: string;
  readonly origin?: string;
  readonly engine?: string;
  readonly json?: boolean;
}
