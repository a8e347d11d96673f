import type { ConfigProblem, Reading, Source } from '../target.js';
import { modelOf } from './contexts.js';
import { lint } from './lint.js';
import { parse } from './parse.js';
import { placesOf } from './places.js';
import { policyAt } from './policy.js';
import { simulate } from './simulate.js';

/** Reads a configuration of lighttpd: a whole one, or a file of conf-enabled. */
export function read({ text }: Source): Reading {
  const { statements, faults } = parse(text);
  const model = modelOf(statements);
  const problems: readonly ConfigProblem[] = [...faults, ...model.faults].map(
    ({ span, message }) => ({ rule: 'lighttpd-syntax', severity: 'error', span, message }),
  );
  if (statements.length === 0) return { value: null, problems };
  const places = placesOf(model);
  return {
    value: {
      routes: places.map(({ host, path, url, span }) => {
        const { policy, unclear, allow } = policyAt(model, url);
        return {
          hosts: host === '' ? [] : [host],
          path,
          policy,
          span: allow?.span ?? span,
          notes: unclear === null ? [] : [unclear],
        };
      }),
      simulate: (request, upstream) => simulate(model, request, upstream),
    },
    problems: [...problems, ...lint(model, places)],
  };
}
