import {
  controllerOf,
  controllerVersion,
  DEFAULT_CONTROLLER,
  LATEST,
  type Controller,
  type IngressObject,
} from '../targets/ingress-nginx/model.js';
import type { KubernetesObjects, OtherObject } from './load.js';

/** The controller that is taken to run, and how that is known. */
export interface FoundController {
  readonly controller: Controller;
  /** "from Deployment ingress-nginx-controller", or that it is assumed. */
  readonly versionFrom: string;
  readonly configFrom: string;
}

export interface ControllerOptions {
  /** As `1.11.3`; goes before what objects say. */
  readonly version?: string;
  /** The caller's address, for allowlists. */
  readonly clientAddress?: string;
}

/** Finds the controller's version and settings among the objects. */
export function findController(
  { others }: KubernetesObjects,
  { version: given, clientAddress }: ControllerOptions = {},
): FoundController {
  const image = others.map(imageOf).find((each) => each !== null) ?? null;
  const version = controllerVersion(given ?? image?.tag ?? '') ?? LATEST;
  const versionFrom =
    given !== undefined
      ? 'as told'
      : image === null
        ? 'assumed: no Deployment of the controller among the objects'
        : `from ${image.from}`;
  const map = others.find(isConfigMap);
  if (map === undefined)
    return {
      controller: { ...DEFAULT_CONTROLLER, version, clientAddress: clientAddress ?? null },
      versionFrom,
      configFrom: 'its ConfigMap is not among the objects: defaults are assumed',
    };
  const data = Object.entries(record(map.json['data'])).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return {
    controller: { ...controllerOf(new Map(data), version), clientAddress: clientAddress ?? null },
    versionFrom,
    configFrom: `ConfigMap ${map.name}`,
  };
}

function isConfigMap({ kind, name, json }: OtherObject): boolean {
  if (kind !== 'ConfigMap') return false;
  const labels = record(record(json['metadata'])['labels']);
  return (
    /^(?:.*ingress-nginx-controller|nginx-configuration|nginx-config|nginx-ingress-controller)$/.test(
      name,
    ) ||
    (labels['app.kubernetes.io/name'] === 'ingress-nginx' &&
      labels['app.kubernetes.io/component'] === 'controller')
  );
}

/** The image of the controller's own containers: registry.k8s.io/ingress-nginx/controller:v1.13.0@sha256:… */
function imageOf({ kind, name, json }: OtherObject): { tag: string; from: string } | null {
  const pod = record(record(record(json['spec'])['template'])['spec']);
  const containers = pod['containers'];
  if (!Array.isArray(containers)) return null;
  for (const each of containers) {
    const { image } = record(each);
    if (typeof image !== 'string') continue;
    const tag = /ingress-nginx\/controller(?:-chroot)?:([^@\s]+)/.exec(image)?.[1];
    if (tag !== undefined) return { tag, from: `${kind} ${name}` };
  }
  return null;
}

/**
 * The Ingress objects that Ingress NGINX serves, and why others are left out.
 * @param wanted the class that the user named
 */
export function ofClass(
  { ingresses, others }: KubernetesObjects,
  wanted?: string,
): { readonly served: readonly IngressObject[]; readonly left: ReadonlyMap<string, number> } {
  const classes = new Map(
    others
      .filter(({ kind }) => kind === 'IngressClass')
      .map(({ name, json }) => [name, record(json['spec'])['controller']] as const),
  );
  const serves = (className: string | null): boolean => {
    if (wanted !== undefined) return className === wanted || className === null;
    // Without a class the default one serves, which may be this.
    if (className === null) return true;
    const controller = classes.get(className);
    return controller === undefined
      ? /nginx/.test(className) || !KNOWN_OTHERS.test(className)
      : controller === 'k8s.io/ingress-nginx';
  };
  const served: IngressObject[] = [];
  const left = new Map<string, number>();
  for (const ingress of ingresses) {
    if (serves(ingress.className)) served.push(ingress);
    else left.set(ingress.className ?? '', (left.get(ingress.className ?? '') ?? 0) + 1);
  }
  return { served, left };
}

const KNOWN_OTHERS =
  /traefik|haproxy|kong|contour|istio|alb|gce|cilium|apisix|azure|tyk|ambassador/;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
