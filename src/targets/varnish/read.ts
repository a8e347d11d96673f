import type { ConfigProblem, Reading, Source, Span } from '../target.js';
import { lint } from './lint.js';
import { allStatements, expressionsOf } from './own.js';
import { parse, type Part, type Sub } from './parse.js';
import { policyAt } from './policy.js';
import type { Subs } from './run.js';
import { simulate } from './simulate.js';

/** More places of one file than anybody reads. */
const MOST_PLACES = 100;

/** Reads VCL: a whole one, or a file that another includes. */
export function read({ text }: Source): Reading {
  const { parts, faults } = parse(text);
  const syntax: readonly ConfigProblem[] = faults.map(({ span, message }) => ({
    rule: 'vcl-syntax',
    severity: 'error',
    span,
    message,
  }));
  if (parts.length === 0) return { value: null, problems: syntax };
  const subs = subsFrom(parts);
  const places = placesOf(parts);
  return {
    value: {
      routes: places.map(({ host, path, url, span }) => {
        const { policy, unclear, allow } = policyAt(subs, url);
        return {
          hosts: host === '' ? [] : [host],
          path,
          policy,
          span: allow?.span ?? span,
          notes: unclear === null ? [] : [unclear],
        };
      }),
      simulate: (request, upstream) => simulate(subs, request, upstream),
    },
    problems: [...syntax, ...lint(parts, subs, places)],
  };
}

/** The subroutines by their names, in their order. */
export function subsFrom(parts: readonly Part[]): Subs {
  const subs = new Map<string, Sub[]>();
  for (const part of parts)
    if (part.kind === 'sub') subs.set(part.name, [...(subs.get(part.name) ?? []), part]);
  return subs;
}

/** A host and a path that VCL tells apart. */
export interface VarnishPlace {
  /** Empty for any. */
  readonly host: string;
  readonly path: string;
  readonly url: string;
  readonly span: Span;
}

/** Every host with every path that is compared somewhere: VCL does not say which go together. */
function placesOf(parts: readonly Part[]): readonly VarnishPlace[] {
  const expressions = parts.flatMap((part) =>
    part.kind === 'sub' ? allStatements(part.body).flatMap(expressionsOf) : [],
  );
  const compared = (name: RegExp, fits: RegExp): string[] =>
    expressions.flatMap((each) => {
      if (each.kind !== 'binary' || each.left.kind !== 'name' || each.right.kind !== 'text')
        return [];
      if (!name.test(each.left.value)) return [];
      const plain = each.right.value
        .replaceAll(/^\(\?i\)|\^|\(:\[0-9\]\+\)\?|\(\[\/\?\]\|\$\)|\((?:\/\|\$|\$\|\/)\)|\$$/g, '')
        .replaceAll(/\\([^\w])/g, '$1');
      return fits.test(plain) ? [plain] : [];
    });
  const hosts = ['', ...compared(/^req\.http\.host$/, /^[\w.-]+(?::\d+)?$|^\[[\da-f:]+\]$/i)];
  const paths = ['/', ...compared(/^req\.url$/, /^\/[\w./~-]*$/)];
  const span = parts[0]!.span;
  const found = new Map<string, VarnishPlace>();
  for (const host of hosts)
    for (const path of paths) {
      const url = `http://${host === '' ? 'localhost' : host}${path}`;
      found.set(url, { host, path, url, span: { start: span.start, end: span.end } });
    }
  return [...found.values()].slice(0, MOST_PLACES);
}
