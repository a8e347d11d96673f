import { writeAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';
import { LATEST, type ControllerVersion } from './version.js';

/**
 * How the controller reads cors-allow-origin, with annotation validation as its
 * version has it by default.
 * kubernetes/ingress-nginx v1.15.1, internal/ingress/annotations/cors/main.go
 */
// Its `((((([a-z]+://)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+)|\*)?` accepts any row of these
// pieces; it is told apart from the item's pattern below, which then skips what is odd.
const WHOLE = /^(?:\*|(?:(?<=[a-z]):\/\/|\*\.|:\d+(?!\d)|[A-Za-z0-9\-.,])*)$/;
const ITEM = /^([a-z]+:\/\/(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*|null)?$/;
const ITEM_BEFORE_1_12 = /^(https?:\/\/(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*)?$/;

/** What the controller makes of an annotation's value. */
export interface OriginList {
  /** The entries that it matches with; `*` alone when the value is not valid. */
  readonly entries: readonly string[];
  /** Whether the whole value was thrown away, which leaves `*`. */
  readonly invalid: boolean;
  /** Entries that it skips without a word. */
  readonly skipped: readonly string[];
}

/** Reads cors-allow-origin as the controller does: null for none. */
export function readOriginList(value: string | null, version = LATEST): OriginList {
  const given = value ?? '';
  if (given.trim() === '') return { entries: ['*'], invalid: false, skipped: [] };
  if (!version.severalOrigins) {
    const entry = given.trim();
    return isEntry(entry, version)
      ? { entries: [entry], invalid: false, skipped: [] }
      : { entries: ['*'], invalid: true, skipped: [] };
  }
  if (version.validatesAnnotations)
    if (/[\r\n]/.test(given) || !WHOLE.test(given.replaceAll(' ', '')))
      return { entries: ['*'], invalid: true, skipped: [] };
  const entries: string[] = [];
  const skipped: string[] = [];
  for (const item of given.split(',').map((each) => each.trim())) {
    if (item === '' && !version.emptyEntryMatchesAll) continue;
    if (item === '*') return { entries: ['*'], invalid: false, skipped };
    if (isEntry(item, version)) entries.push(item);
    else skipped.push(item);
  }
  return { entries, invalid: false, skipped };
}

function isEntry(item: string, { anyScheme, nullOrigin }: ControllerVersion): boolean {
  if (item === 'null') return nullOrigin;
  return (anyScheme ? ITEM : ITEM_BEFORE_1_12).test(item);
}

/** The version from which on an entry is taken, where a newer one does; null where none does. */
export function entryKnownSince(entry: string): '1.12' | '1.13' | null {
  if (entry === 'null') return '1.13';
  return ITEM.test(entry) && !ITEM_BEFORE_1_12.test(entry) ? '1.12' : null;
}

/**
 * Whether the controller's location matches an Origin: nginx `~*`, anchored at
 * the end only, a wildcard is one label. internal/ingress/controller/template/template.go
 */
export function matchesOrigin(entry: string, origin: string): boolean {
  if (entry === '*') return true;
  const pattern = entry.replace(/[.]/g, '\\.').replace(/\*/g, '[A-Za-z0-9\\-]+');
  return new RegExp(`(?:${pattern})$`, 'i').test(origin);
}

/** Why an allowed origin cannot be an entry, or null when it can. */
export function whyNotEntry(allowed: AllowedOrigin): string | null {
  const text = writeAllowedOrigin(allowed);
  if (allowed.kind === 'subdomains' && allowed.depth === 'any')
    return `${text}: a wildcard of Ingress NGINX stands for exactly one label; list the deeper names one by one, or allow one label with ${allowed.scheme}://*.${allowed.domain}.`;
  if (allowed.kind === 'null')
    return 'null: the controller compares the end of the origin only, so https://evil-null would be let in, too; serve the page from an origin of its own.';
  if (allowed.kind === 'any') return null;
  if (ITEM.test(text)) return null;
  return `${text}: cors-allow-origin takes a scheme of letters, a name or IPv4 address and a port; the controller drops this entry without a word.`;
}
