import type {
  Expression,
  Node,
  ObjectExpression,
  Pattern,
  PrivateIdentifier,
  Property,
  SpreadElement,
  Super,
} from 'acorn';

/** What an expression of a snippet comes to without running it. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: number | boolean | null }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** A call of a constructor or function: `new Headers(…)`, `JSON.stringify(…)`. */
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Value[] }
  /** What only running would tell: the source text. */
  | { readonly kind: 'unknown'; readonly source: string };

type AnyExpression = Expression | SpreadElement | Super | PrivateIdentifier | Pattern | Property;

/** Names that the snippet declares with a value. */
export type Scope = ReadonlyMap<string, Value>;

/** The value of an expression, as far as the text alone says it. */
export function valueOf(node: AnyExpression, scope: Scope, source: string): Value {
  const unknown: Value = { kind: 'unknown', source: source.slice(node.start, node.end) };
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') return { kind: 'text', text: node.value };
      if (typeof node.value === 'number' || typeof node.value === 'boolean')
        return { kind: 'literal', value: node.value };
      return node.value === null ? { kind: 'literal', value: null } : unknown;
    case 'TemplateLiteral': {
      const pieces = node.quasis.map(({ value }) => value.cooked ?? value.raw);
      return node.expressions.reduce<Value>(
        (text, each, index) =>
          joined(text, valueOf(each, scope, source), {
            kind: 'text',
            text: pieces[index + 1] ?? '',
          }),
        { kind: 'text', text: pieces[0] ?? '' },
      );
    }
    case 'BinaryExpression':
      if (node.operator !== '+') return unknown;
      return joined(valueOf(node.left, scope, source), valueOf(node.right, scope, source));
    case 'Identifier':
      return scope.get(node.name) ?? unknown;
    case 'ObjectExpression':
      return { kind: 'object', entries: entriesOf(node, scope, source) };
    case 'ArrayExpression':
      return {
        kind: 'list',
        items: node.elements.map((each) =>
          each === null ? { kind: 'literal', value: null } : valueOf(each, scope, source),
        ),
      };
    case 'NewExpression':
    case 'CallExpression':
      return {
        kind: 'call',
        name: nameOf(node.callee),
        values: node.arguments.map((each) => valueOf(each, scope, source)),
      };
    case 'AwaitExpression':
      return valueOf(node.argument, scope, source);
    case 'ParenthesizedExpression':
      return valueOf(node.expression, scope, source);
    default:
      return unknown;
  }
}

/** Texts put together; what is not known is kept as `{source}`, so that it is seen where it stands. */
function joined(...values: readonly Value[]): Value {
  return { kind: 'text', text: values.map(textOrSource).join('') };
}

function textOrSource(value: Value): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'literal') return String(value.value);
  return value.kind === 'unknown' ? `{${value.source}}` : '{…}';
}

function entriesOf(
  node: ObjectExpression,
  scope: Scope,
  source: string,
): ReadonlyMap<string, Value> {
  const entries = new Map<string, Value>();
  for (const property of node.properties) {
    if (property.type !== 'Property') {
      const spread = valueOf(property.argument, scope, source);
      if (spread.kind === 'object')
        for (const [key, value] of spread.entries) entries.set(key, value);
      continue;
    }
    const { key, computed } = property;
    const name =
      !computed && key.type === 'Identifier'
        ? key.name
        : textOrSource(valueOf(key as Expression, scope, source));
    entries.set(name, valueOf(property.value, scope, source));
  }
  return entries;
}

/** `axios.post`, `JSON.stringify`, `fetch`: a name with dots; empty where it is none. */
export function nameOf(node: Node): string {
  const each = node as Expression | Super | PrivateIdentifier;
  if (each.type === 'Identifier') return each.name;
  if (each.type === 'ThisExpression') return 'this';
  if (each.type !== 'MemberExpression' || each.computed) return '';
  const object = nameOf(each.object);
  const property = nameOf(each.property);
  return object === '' ? property : `${object}.${property}`;
}
