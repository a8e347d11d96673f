import type { Span } from '../targets/index.js';
import {
  CORS_ANNOTATIONS,
  corsSettings,
  type ControllerVersion,
  type CorsAnnotation,
  type CorsSettings,
  type IngressObject,
} from '../targets/ingress-nginx/model.js';

/** One setting as it is in force at a location. */
export interface EffectiveSetting {
  readonly annotation: CorsAnnotation;
  /** As the controller uses it. */
  readonly value: string;
  /** `default`: not set; `dropped`: set, and thrown away for the default. */
  readonly from: 'annotation' | 'default' | 'dropped';
  /** As written, where it is. */
  readonly written: string | null;
  readonly span: Span | null;
}

/** The CORS settings in force where an object answers; null where it does not enable CORS. */
export function effectiveSettings(
  { annotations }: IngressObject,
  version: ControllerVersion,
): readonly EffectiveSetting[] | null {
  const settings = corsSettings(annotations, version);
  if (settings === null) return null;
  return CORS_ANNOTATIONS.map((annotation) => {
    const given = annotations.get(annotation);
    const dropped = settings.dropped.includes(annotation);
    return {
      annotation,
      value: valueOf(annotation, settings),
      from: given === undefined ? 'default' : dropped ? 'dropped' : 'annotation',
      written: given?.value ?? null,
      span: given?.valueSpan ?? null,
    };
  });
}

function valueOf(annotation: CorsAnnotation, settings: CorsSettings): string {
  switch (annotation) {
    case 'enable-cors':
      return 'true';
    case 'cors-allow-origin':
      return settings.origins.entries.join(', ') || 'nobody';
    case 'cors-allow-methods':
      return settings.methods;
    case 'cors-allow-headers':
      return settings.headers;
    case 'cors-expose-headers':
      return settings.expose;
    case 'cors-allow-credentials':
      return String(settings.credentials);
    case 'cors-max-age':
      return settings.maxAge;
  }
}
