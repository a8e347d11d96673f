import type { Node } from 'yaml';
import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';
import { spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** One entry of `allowOrigins`. */
export interface OriginEntry {
  readonly text: string;
  readonly span: Span;
  /** Null where no policy says it: `https://*`, and what matches no page. */
  readonly allowed: AllowedOrigin | null;
  /** `refused` by the API server; `never`: what no browser sends; `hosts`: every host of a scheme. */
  readonly fault: 'refused' | 'never' | 'hosts' | null;
  readonly covers: (origin: string) => boolean;
}

/** The pattern of CORSOrigin: https://gateway-api.sigs.k8s.io/reference/spec/#corsorigin */
const VALID = /^(https?):\/\/((?:\*\.)?[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\*)(?::([0-9]{1,5}))?$/;

/** Whether the API server takes a text as an entry. */
export function isValidEntry(text: string): boolean {
  return text === '*' || VALID.test(text);
}

/** Reads an entry: a wildcard stands for any number of labels. */
export function readEntry(node: Node): OriginEntry {
  const text = textAt(node) ?? '';
  const entry = { text, span: spanOf(node), covers: (): boolean => false };
  const match = VALID.exec(text);
  if (match === null && text !== '*') return { ...entry, allowed: null, fault: 'refused' };
  const [, scheme = '', host = '', port] = match ?? [];
  const covers = (origin: string): boolean => coversHost({ scheme, host, port }, origin);
  if (host === '*') return { ...entry, allowed: null, fault: 'hosts', covers };
  const { value } = readAllowedOrigin(text);
  if (value === null) return { ...entry, allowed: null, fault: 'never' };
  if (value.kind === 'any') return { ...entry, allowed: value, fault: null, covers: () => true };
  const allowed: AllowedOrigin = value.kind === 'subdomains' ? { ...value, depth: 'any' } : value;
  return { ...entry, allowed, fault: null, covers };
}

/** "A greedy match to the left, including any number of DNS labels." */
function coversHost(
  { scheme, host, port }: { scheme: string; host: string; port: string | undefined },
  origin: string,
): boolean {
  const match = /^(https?):\/\/([^/:]+|\[[^\]]*\])(?::(\d+))?$/.exec(origin);
  if (match === null || match[1] !== scheme || match[3] !== port) return false;
  const name = match[2] ?? '';
  if (host === '*') return true;
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host;
}
