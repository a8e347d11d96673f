import { diffLines } from 'diff';
import * as fc from 'fast-check';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedPolicies, HAND_PICKED } from '../../lab/servers/policies.js';
import {
  allowedTrials,
  corsPolicy,
  exactOrigin,
  isEquivalent,
  refusedTrials,
  writeAllowedOrigin,
  type CorsPolicy,
} from '../../src/policy/index.js';
import { fetchRequest, type NetworkRequest } from '../../src/protocol/index.js';
import {
  applyChanges,
  plainUpstream,
  prove,
  TARGETS,
  type Configuration,
  type Emission,
  type FileTarget,
  type Place,
  type Source,
  type Target,
} from '../../src/targets/index.js';
import type { TargetFixture } from './fixture.js';

const PLACE: Place = {
  origin: 'https://api.example.com',
  path: '/',
  upstream: 'http://127.0.0.1:3000',
};
const POLICIES = [...HAND_PICKED, ...generatedPolicies(16, 4)];
const URL_AT_PLACE = 'https://api.example.com/v1/orders';

const all: readonly Target[] = Object.values(TARGETS);
const files = all.filter((target) => target.kind === 'file');

function source(target: FileTarget, text: string): Source {
  return { file: target.file, text };
}

function readWell(target: FileTarget, text: string): Configuration {
  const { value, problems } = target.read(source(target, text));
  expect(
    problems.filter(({ severity }) => severity === 'error'),
    text,
  ).toEqual([]);
  if (value === null) throw new Error(`${target.id} reads nothing from\n${text}`);
  return value;
}

/** Holds a configuration to a policy at a URL: by what is read and by what browsers would do. */
function holds(
  target: FileTarget,
  configuration: Configuration,
  policy: CorsPolicy,
  url: string,
  text: string,
): void {
  const said = configuration.routes.flatMap((route) => route.policy ?? []);
  if (policy.origins.length > 0)
    expect(
      said.some((each) => isEquivalent(each, policy)),
      `${text}\n${JSON.stringify(said)}`,
    ).toBe(true);
  const behind = { upstream: target.behind ?? plainUpstream };
  const wrong = [
    ...prove(configuration, allowedTrials(policy, url), behind).filter(
      ({ outcome }) => outcome.verdict !== 'allowed',
    ),
    ...prove(configuration, refusedTrials(policy, url), behind).filter(
      ({ outcome }) => outcome.verdict !== 'blocked',
    ),
  ].map(({ trial, engine, outcome }) => [
    trial.about,
    engine,
    outcome.failure?.code,
    outcome.exchanges,
  ]);
  expect(wrong, text).toEqual([]);
}

function asked(url: string, origin: string | null, method = 'GET'): NetworkRequest {
  const { headers, ...request } = fetchRequest(url, { method });
  const more: NetworkRequest['headers'] = [
    ...(origin === null ? [] : [['origin', origin] as const]),
    ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
  ];
  return {
    ...request,
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    headers: [...headers, ...more],
    credentials: false,
    redirectCount: 0,
  };
}

async function fixturesOf(id: string): Promise<readonly TargetFixture[]> {
  const { FIXTURES } = (await import(/* @vite-ignore */ `./${id}/fixtures.ts`)) as {
    FIXTURES: readonly TargetFixture[];
  };
  return FIXTURES;
}

/** What people have has faults: some that the change takes away, and some elsewhere. */
function readSomehow(target: FileTarget, text: string): Configuration {
  const { value } = target.read(source(target, text));
  if (value === null) throw new Error(`${target.id} reads nothing from\n${text}`);
  return value;
}

describe.each(files)('$id', (target) => {
  const empty = target.skeleton(PLACE);

  it('has a skeleton that it alone recognises and that says nothing of CORS', () => {
    const recognising = files.filter((each) => each.recognises(source(target, empty)));
    expect(recognising.map(({ id }) => id)).toEqual([target.id]);
    const configuration = readWell(target, empty);
    expect(configuration.routes.filter(({ policy }) => policy !== null)).toEqual([]);
    for (const method of ['GET', 'OPTIONS']) {
      const request = asked(URL_AT_PLACE, 'https://app.example.com', method);
      const { answeredBy, headers } = configuration.simulate(request, plainUpstream);
      expect(answeredBy).toBe('upstream');
      expect(headers.filter(({ name }) => /^access-control/i.test(name))).toEqual([]);
    }
  });

  it.each(POLICIES)('says what it emitted, or that it cannot: $name', ({ policy }) => {
    const emission = target.emit(policy, PLACE, source(target, empty));
    if (emission.kind === 'cannot') return void expectReasons(emission);
    const text = applyChanges(empty, emission.changes);
    holds(target, readWell(target, text), policy, URL_AT_PLACE, text);
    // What is there already needs no change.
    const again = target.emit(policy, PLACE, source(target, text));
    expect(again, text).toMatchObject({ kind: 'change', changes: [] });
  });

  it('can say most policies, or as many as it declares', () => {
    const said = POLICIES.filter(
      ({ policy }) => target.emit(policy, PLACE, source(target, empty)).kind === 'change',
    );
    expect(said.length).toBeGreaterThanOrEqual(target.leastSaid?.policies ?? 15);
  });

  it('replaces a policy by another', () => {
    let text = empty;
    let before = 'nothing';
    for (const { name, policy } of POLICIES) {
      const emission = target.emit(policy, PLACE, source(target, text));
      if (emission.kind === 'cannot') continue;
      text = applyChanges(text, emission.changes);
      holds(
        target,
        readWell(target, text),
        policy,
        URL_AT_PLACE,
        `${name} after ${before}:\n${text}`,
      );
      before = name;
    }
  });

  it('never gives to a place below another what is not its own', () => {
    const emission = target.emit(
      corsPolicy({ origins: [exactOrigin('https://app.example.com')], methods: ['PUT'] }),
      { ...PLACE, path: '/v1/orders' },
      source(target, empty),
    );
    if (emission.kind === 'cannot') return void expectReasons(emission);
    const text = applyChanges(empty, emission.changes);
    const configuration = readWell(target, text);
    for (const url of ['https://api.example.com/', 'https://api.example.com/v1']) {
      const request = asked(url, 'https://app.example.com');
      const { headers } = configuration.simulate(request, plainUpstream);
      expect(
        headers.filter(({ name }) => /^access-control-allow/i.test(name)),
        text,
      ).toEqual([]);
    }
  });

  it('keeps what the user wrote', async () => {
    const fixtures = await fixturesOf(target.id);
    expect(fixtures.length).toBeGreaterThan(0);
    for (const { name, text, place, elsewhere, replaces } of fixtures) {
      const before = readSomehow(target, text);
      let said = 0;
      for (const { policy } of POLICIES) {
        const emission = target.emit(policy, place, source(target, text));
        if (emission.kind === 'cannot') continue;
        said++;
        const after = applyChanges(text, emission.changes);
        const lost = diffLines(text, after)
          .filter(({ removed }) => removed)
          .flatMap(({ value }) => value.split('\n'))
          .filter((line) => line.trim() !== '' && !/access-control|cors|origin/i.test(line))
          .filter((line) => replaces?.test(line) !== true)
          // A line that a change only added to, at its end, is not lost.
          .filter((line) => !after.includes(line.trimEnd()));
        expect(lost, `${name}\n${after}`).toEqual([]);
        const configuration = readSomehow(target, after);
        holds(target, configuration, policy, place.origin + place.path, `${name}\n${after}`);
        for (const url of elsewhere)
          for (const method of ['GET', 'OPTIONS']) {
            const request = asked(url, 'https://app.example.com', method);
            expect(sent(configuration, request), `${name} ${url}`).toEqual(sent(before, request));
          }
      }
      expect(said, name).toBeGreaterThan(0);
    }
  });

  it('reads anything without an exception', async () => {
    const fixtures = await fixturesOf(target.id);
    const texts = [empty, ...fixtures.map(({ text }) => text)];
    const damaged = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat({ max: 40 }), fc.string({ maxLength: 8 }))
      .map(([text, at, length, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + length);
      });
    const attempt = (text: string): void => {
      const { value, problems } = target.read(source(target, text));
      for (const { span } of problems)
        expect(span.end <= text.length && span.start <= span.end).toBe(true);
      const request = asked(URL_AT_PLACE, 'https://app.example.com');
      value?.simulate(request, plainUpstream);
      const policy = corsPolicy({ origins: [exactOrigin('https://app.example.com')] });
      const emission = target.emit(policy, PLACE, source(target, text));
      if (emission.kind === 'change') applyChanges(text, emission.changes);
    };
    fc.assert(fc.property(fc.oneof(fc.string(), damaged), attempt), { numRuns: 150 });
  });
});

describe.each(all.filter((target) => target.kind === 'code'))('$id', (target) => {
  it.each(POLICIES)('emits code for it, or says why not: $name', ({ policy }) => {
    const emission = target.emit(policy, PLACE);
    if (emission.kind === 'cannot') return void expectReasons(emission);
    const text = emission.changes.map((change) => change.text).join('\n');
    expect(text).not.toBe('');
    for (const allowed of policy.origins)
      if (allowed.kind === 'exact') expect(text).toContain(writeAllowedOrigin(allowed));
  });
});

function expectReasons(emission: Extract<Emission, { kind: 'cannot' }>): void {
  expect(emission.reasons.length).toBeGreaterThan(0);
  for (const reason of emission.reasons) expect(reason).toMatch(/\.$/);
}

function sent(configuration: Configuration, request: NetworkRequest): unknown {
  const { status, headers, answeredBy } = configuration.simulate(request, plainUpstream);
  return { status, answeredBy, headers: headers.map(({ name, value }) => [name, value]) };
}

describe('every target', () => {
  it.each(all)('$id has its page and its words in order', (target) => {
    const page = fileURLToPath(new URL(`../../docs/targets/${target.id}.md`, import.meta.url));
    expect(existsSync(page)).toBe(true);
  });
});
