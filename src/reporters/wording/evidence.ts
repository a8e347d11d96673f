import type { Evidence, ExchangeRef } from '../../evidence/index.js';
import type { Masker } from '../mask.js';
import { experimentName } from './experiments.js';

/** Whose side a cause is on. */
export const SIDES = {
  server: 'the server',
  proxy: 'a proxy or gateway in front of the server',
  page: 'the page',
  network: 'the network',
  browser: 'the browser',
} as const;

/** One fact, and where it stands. */
export function evidenceText(item: Evidence, masker: Masker): string {
  switch (item.kind) {
    case 'status':
      return `${where(item.exchange)} has status ${item.status}`;
    case 'header':
      return `${where(item.exchange)} has ${masker.header([item.name, item.value]).join(': ')}`;
    case 'no-header':
      return `${where(item.exchange)} has no ${item.name}`;
    case 'request-header':
      return `${where(item.exchange)} was sent ${masker.header([item.name, item.value]).join(': ')}`;
    case 'body':
      return `${where(item.exchange)} begins with "${masker.text(item.text)}"`;
    case 'network':
      return `${where(item.exchange)}: ${item.error} (${item.detail})`;
    case 'page':
      return `${item.what}: ${masker.text(item.value)}`;
  }
}

function where(ref: ExchangeRef): string {
  return typeof ref === 'number'
    ? `response ${ref + 1}`
    : `the experiment "${experimentName(ref)}"`;
}
