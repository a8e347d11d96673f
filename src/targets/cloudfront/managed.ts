import type { Span } from '../target.js';
import { METHODS, type CloudFrontCors } from './cors.js';

/**
 * AWS's own policies, by their ids:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export interface Managed {
  readonly name: string;
  /** Whether it says something of CORS, and of preflights. */
  readonly cors: 'none' | 'simple' | 'preflight';
  /** Whether it has security headers besides. */
  readonly security: boolean;
}

const MANAGED: Readonly<Record<string, Managed>> = {
  '60669652-455b-4ae9-85a4-c4c02393f86c': { name: 'SimpleCORS', cors: 'simple', security: false },
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd': {
    name: 'CORS-With-Preflight',
    cors: 'preflight',
    security: false,
  },
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': {
    name: 'CORS-and-SecurityHeadersPolicy',
    cors: 'simple',
    security: true,
  },
  'eaab4381-ed33-4a86-88ca-d9558dc6cd63': {
    name: 'CORS-with-preflight-and-SecurityHeadersPolicy',
    cors: 'preflight',
    security: true,
  },
  '67f7725c-6f97-4210-82d7-5512b31e9d03': {
    name: 'SecurityHeadersPolicy',
    cors: 'none',
    security: true,
  },
};

/** The managed policy of an id; null for others. */
export function managedPolicy(id: string): Managed | null {
  return MANAGED[id.toLowerCase()] ?? null;
}

/** What a managed policy says of CORS: every origin, and no request header; null where nothing. */
export function managedCors({ cors }: Managed, span: Span): CloudFrontCors | null {
  if (cors === 'none') return null;
  const entry = (text: string): { readonly text: string; readonly span: Span } => ({ text, span });
  const preflight = cors === 'preflight';
  return {
    span,
    origins: [entry('*')],
    methods: preflight ? METHODS.map(entry) : [],
    headers: [],
    expose: preflight ? [entry('*')] : [],
    maxAge: null,
    credentials: false,
    override: false,
    overrideSpan: span,
    unknown: [],
  };
}
