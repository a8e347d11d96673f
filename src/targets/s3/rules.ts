import { isSeq, type Node } from 'yaml';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** One rule of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface S3Rule {
  readonly span: Span;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: number | null;
}

/** Where the list of rules is: the document itself, or the command line's `CORSRules`; null where there is none. */
export function rulesPath(root: Node | null): readonly string[] | null {
  if (isSeq(root)) return [];
  return isSeq(nodeAt(root, 'CORSRules')) ? ['CORSRules'] : null;
}

/** All rules, in their order. */
export function rulesOf(root: Node | null): readonly S3Rule[] {
  const texts = (node: Node, key: string): readonly string[] =>
    itemsAt(node, key).flatMap((each) => textAt(each) ?? []);
  return itemsAt(root, ...(rulesPath(root) ?? ['CORSRules'])).map((rule) => {
    const age = Number(textAt(rule, 'MaxAgeSeconds') ?? Number.NaN);
    return {
      span: spanOf(rule),
      origins: texts(rule, 'AllowedOrigins'),
      methods: texts(rule, 'AllowedMethods'),
      headers: texts(rule, 'AllowedHeaders'),
      expose: texts(rule, 'ExposeHeaders'),
      maxAge: Number.isFinite(age) ? age : null,
    };
  });
}

/** Each entry may have one `*`, which stands for any characters. */
export function matches(entry: string, text: string, ignoreCase = false): boolean {
  const pattern = entry.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*');
  return new RegExp(`^${pattern}$`, ignoreCase ? 'i' : '').test(text);
}

/** The rule that takes a request: the first whose origin, method and request headers all fit. */
export function ruleFor(
  rules: readonly S3Rule[],
  origin: string,
  method: string,
  headers: readonly string[],
): S3Rule | null {
  return (
    rules.find(
      (rule) =>
        rule.origins.some((entry) => matches(entry, origin)) &&
        rule.methods.includes(method) &&
        headers.every((name) => rule.headers.some((entry) => matches(entry, name, true))),
    ) ?? null
  );
}
