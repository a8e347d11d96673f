import type { Span } from '../target.js';
import { chainOf, type Context, type Model } from './contexts.js';
import { LISTS } from './own.js';

/** More places of one file than anybody reads. */
const MOST_PLACES = 200;

/** A host and a path that a configuration tells apart, and a URL there. */
export interface LighttpdPlace {
  /** Empty for any. */
  readonly host: string;
  readonly path: string;
  readonly url: string;
  readonly span: Span;
}

/** The places for which a configuration sets headers, passes requests on or redirects. */
export function placesOf({ contexts }: Model): readonly LighttpdPlace[] {
  const port = contexts[0]?.settings.get('server.port')?.text ?? '';
  const found = new Map<string, LighttpdPlace>();
  const add = (host: string, path: string, span: Span): void => {
    const named = host === '' ? 'localhost' : host;
    const usual = /^(?:80|443)?$/.test(port) || named.includes(':');
    const scheme = port === '443' ? 'https' : 'http';
    const url = `${scheme}://${named}${usual ? '' : `:${port}`}${path}`;
    if (!found.has(url)) found.set(url, { host, path, url, span });
  };
  for (const context of contexts) {
    if (context.settings.size === 0) continue;
    const span = firstSpan(context);
    add(of(context, 'host') ?? '', of(context, 'url') ?? '/', span);
  }
  return [...found.values()].slice(0, MOST_PLACES);
}

function firstSpan(context: Context): Span {
  const list = LISTS.flatMap((name) => context.settings.get(name) ?? []);
  return (
    list[0]?.span ??
    context.condition?.span ??
    [...context.settings.values()][0]?.span ?? { start: 0, end: 0 }
  );
}

/** A text for which the conditions on a field hold, as far as it can be told. */
function of(context: Context, field: 'host' | 'url'): string | null {
  const one = chainOf(context).findLast((each) => each.condition?.field === field);
  if (one?.operand == null || one.condition === null) return null;
  switch (one.condition.operator) {
    case '==':
    case '=^':
      return one.operand;
    case '=~': {
      const plain = one.operand
        .replace(/^\^/, '')
        .replaceAll('(?:)', '')
        .replaceAll(/\((?:\?:)?\/\|\$\)|\((?:\?:)?\$\|\/\)|\(?:?\.\*\)?|\$$/g, '')
        .replaceAll(/\\([./:-])/g, '$1');
      const fits = field === 'url' ? /^\/[\w./-]*$/ : /^[\w.:-]+$/;
      return fits.test(plain) ? plain : null;
    }
    default:
      return null;
  }
}
