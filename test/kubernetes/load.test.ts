import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findController, loadObjects, ofClass } from '../../src/kubernetes/index.js';
import { serversOf } from '../../src/targets/ingress-nginx/model.js';
import { ingress } from './objects.js';

const load = (text: string, more: { fromCluster?: boolean } = {}): ReturnType<typeof loadObjects> =>
  loadObjects([{ file: 'all.yaml', text, ...more }]);

describe('objects', () => {
  it('are read from documents, Lists and JSON alike', () => {
    const one = ingress({ name: 'a' });
    const json = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'j' } };
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [json, json] });
    const names = (text: string, more = {}): readonly string[] =>
      load(text, more).ingresses.map(({ name }) => name);
    expect(names(`${one}---\n${one}`)).toEqual(['a', 'a']);
    expect(names(list)).toEqual(['j', 'j']);
    expect(names(list, { fromCluster: true })).toEqual(['j', 'j']);
  });

  it('of other kinds are counted', () => {
    const { skipped } = load('kind: Service\n---\nkind: Service\n---\nname: values\n');
    expect([...skipped]).toEqual([
      ['Service', 2],
      ['no kind', 1],
    ]);
  });

  it('that are broken cost only themselves and are named with their place', () => {
    const text = `${ingress({ name: 'a' })}---\nkind: [Ingress\n---\n${ingress({ name: 'b' })}`;
    const { ingresses, problems } = load(text);
    expect(ingresses.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(problems[0]?.rule).toBe('yaml-syntax');
    expect(text.slice(0, problems[0]?.span.start)).toContain('kind: [Ingress');
  });

  it('that are templates are said to be', () => {
    const text = `${ingress({ name: 'a' })}---\nkind: Ingress\nmetadata:\n  name: {{ .Values.name }}\n{{- if .Values.tls }}\n{{- end }}\n`;
    const { ingresses, problems } = load(text);
    expect(ingresses.map(({ name }) => name)).toEqual(['a']);
    expect(problems.map(({ rule }) => rule)).toEqual(['template-not-rendered']);
    // Braces of JSON and of shells are none.
    expect(load('kind: X\nspec: {a: {b: "{{ x }}"}}\n').problems).toEqual([]);
  });

  it('are never too odd to read', () => {
    const texts = [ingress({ name: 'a' }), 'a: &a [*a]', '{', '[1,2', '"', '\u0000'];
    const damaged = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat({ max: 30 }), fc.string({ maxLength: 6 }))
      .map(([text, at, length, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), fc.boolean(), (text, fromCluster) => {
        const objects = load(text, { fromCluster });
        serversOf(ofClass(objects).served);
        findController(objects);
        for (const { span } of objects.problems) expect(span.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('from a cluster may be any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        load(
          `{"kind":"List","items":[${text},{"kind":"Ingress","metadata":${text},"spec":${text}}]}`,
          {
            fromCluster: true,
          },
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('classes', () => {
  const of = (className: string): string =>
    ingress({ name: className }).replace('spec:', `spec:\n  ingressClassName: ${className}`);

  it('of other controllers are left out and counted', () => {
    const { served, left } = ofClass(
      load(`${of('nginx')}---\n${of('traefik')}---\n${ingress({ name: 'none' })}`),
    );
    expect(served.map(({ name }) => name)).toEqual(['nginx', 'none']);
    expect([...left]).toEqual([['traefik', 1]]);
  });

  it('are known by their IngressClass', () => {
    const classes = `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: edge }
spec: { controller: example.com/edge }
`;
    expect(ofClass(load(of('edge'))).served).toHaveLength(1);
    expect(ofClass(load(`${of('edge')}---\n${classes}`)).served).toHaveLength(0);
    expect(ofClass(load(`${of('edge')}---\n${classes}`), 'edge').served).toHaveLength(1);
  });
});
