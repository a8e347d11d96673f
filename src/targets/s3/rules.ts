import type { Node } from 'jsonc-parser';
import { jsonAt, jsonSpan, scalarAt, textsAt } from '../support/json/read.js';
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
  if (root?.type === 'array') return [];
  return jsonAt(root, 'CORSRules')?.type === 'array' ? ['CORSRules'] : null;
}

/** All rules, in their order. */
export function rulesOf(root: Node | null): readonly S3Rule[] {
  const path = rulesPath(root);
  const list = path === null ? null : jsonAt(root, ...path);
  return (list?.children ?? []).map((rule) => {
    const age = scalarAt(rule, 'MaxAgeSeconds');
    return {
      span: jsonSpan(rule),
      origins: textsAt(rule, 'AllowedOrigins'),
      methods: textsAt(rule, 'AllowedMethods'),
      headers: textsAt(rule, 'AllowedHeaders'),
      expose: textsAt(rule, 'ExposeHeaders'),
      maxAge: typeof age === 'number' ? age : null,
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
