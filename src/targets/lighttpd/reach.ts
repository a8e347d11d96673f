import { parseUrl } from '../../protocol/index.js';
import type { Place } from '../target.js';
import { chainOf, type Context } from './contexts.js';
import { isSameHost } from './matching.js';
import { hostOf } from './own.js';

/** Of the requests to a place: how many a condition holds for, and whether it holds for none elsewhere. */
export interface Reach {
  readonly there: 'all' | 'some' | 'none';
  readonly onlyThere: boolean;
}

/** What can be told of a context without a request. */
export function reachOf(context: Context, place: Place, hosts: readonly string[]): Reach {
  const chain = chainOf(context);
  const each = chain.map((one) => alone(one, place));
  const there = each.some((one) => one.there === 'none')
    ? 'none'
    : each.some((one) => one.there === 'some')
      ? 'some'
      : 'all';
  // A file that tells no hosts apart serves the place's host alone, as far as it says.
  const host = chain.some(pinsHost) || hosts.length === 0;
  const path = place.path === '/' || chain.some((one) => pathReach(one, place).onlyThere);
  return { there, onlyThere: there !== 'none' && host && path };
}

function pinsHost({ condition }: Context): boolean {
  return condition?.field === 'host' && condition.operator === '==';
}

function alone(context: Context, place: Place): Reach {
  const { condition, operand, unless } = context;
  const some: Reach = { there: 'some', onlyThere: false };
  if (unless.length > 0 || operand === null || condition?.object !== 'HTTP') return some;
  if (condition.field === 'url') return pathReach(context, place);
  if (condition.field !== 'host') return some;
  const host = hostOf(place);
  const name = parseUrl(place.origin)?.hostname ?? '';
  const is = (yes: boolean): Reach => ({ there: yes ? 'all' : 'none', onlyThere: false });
  switch (condition.operator) {
    case '==':
      return is(isSameHost(host, operand));
    case '!=':
      return is(!isSameHost(host, operand));
    case '=~':
    case '!~':
      try {
        // With and without a port it has to come to the same.
        const found = [host, name].map((each) => new RegExp(operand).test(each));
        if (found[0] !== found[1]) return some;
        return is(found[0] === (condition.operator === '=~'));
      } catch {
        return some;
      }
    default:
      return some;
  }
}

/** What a condition on the path says of the paths of a place. */
function pathReach({ condition, operand, unless }: Context, { path }: Place): Reach {
  const some: Reach = { there: 'some', onlyThere: false };
  if (condition?.object !== 'HTTP' || condition.field !== 'url' || operand === null) return some;
  if (unless.length > 0) return some;
  const below = path.endsWith('/') ? path : `${path}/`;
  const prefix = (text: string): Reach => {
    if (text.startsWith(below) && text !== path) return { there: 'some', onlyThere: true };
    // A prefix that ends within a name also matches longer names.
    return { there: below.startsWith(text) ? 'all' : 'none', onlyThere: path === '/' };
  };
  const folder = (text: string): Reach => {
    if (text === path || text.startsWith(below))
      return { there: text === path ? 'all' : 'some', onlyThere: true };
    return { there: below.startsWith(`${text}/`) ? 'all' : 'none', onlyThere: false };
  };
  if (condition.operator === '==')
    return operand === path || operand.startsWith(below)
      ? { there: 'some', onlyThere: true }
      : { there: 'none', onlyThere: false };
  if (condition.operator === '=^') return prefix(operand);
  const [, lead = '', rest = ''] =
    /^\^((?:[\w/-]|\\[./-])+)(\((?:\?:)?\/\|\$\)|\((?:\?:)?\$\|\/\)|\.\*)?$/.exec(operand) ?? [];
  if (condition.operator !== '=~' || lead === '') return some;
  const text = lead.replaceAll('\\', '');
  return rest === '' || rest === '.*' ? prefix(text) : folder(text);
}
