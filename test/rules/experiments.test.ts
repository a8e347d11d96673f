import { describe, expect, it } from 'vitest';
import { diagnose, experimentRequest, wantedExperiments } from '../../src/diagnose/index.js';
import { ALLOWED, observe, type Given } from './observe.js';

const SILENT = { status: 200, headers: [] };

function causes(given: Given) {
  return diagnose(observe(given)).causes.map(({ rule, role, confidence }) => ({
    rule,
    role,
    confidence,
  }));
}

describe('an experiment makes a cause surer', () => {
  it('no CORS headers here is likely all there is; nor elsewhere, certain', () => {
    expect(causes({ response: SILENT })[0]).toMatchObject({
      rule: 'no-cors-headers',
      confidence: 'likely',
    });
    expect(causes({ response: SILENT, experiments: { 'root-get': SILENT } })[0]).toMatchObject({
      rule: 'no-cors-headers',
      confidence: 'certain',
    });
  });

  it('one that got no answer shows nothing', () => {
    const experiments = { 'root-get': { error: 'time-out' } } as const;
    expect(causes({ response: SILENT, experiments })[0]).toMatchObject({
      rule: 'no-cors-headers',
      confidence: 'likely',
    });
  });

  it('an error page without headers, where the root of the host has them', () => {
    const response = { status: 404, headers: [] };
    const rule = 'cors-missing-on-error-response';
    expect(causes({ response })[0]).toMatchObject({ rule, confidence: 'likely' });
    const known = { 'root-get': { status: 200, headers: ALLOWED } };
    expect(causes({ response, experiments: known })[0]).toMatchObject({
      rule,
      confidence: 'certain',
    });
    // A good answer without headers: the server simply has none.
    expect(causes({ response, experiments: { 'root-get': SILENT } })[0]).toMatchObject({
      rule: 'no-cors-headers',
    });
  });
});

describe('what the request itself would get after a preflight that fails', () => {
  const preflight = { status: 405, headers: ALLOWED };
  const call = { method: 'PUT', preflight };

  it('is what blocks next, when it is refused, too', () => {
    const experiments = { 'request-itself': SILENT };
    const { problems } = diagnose(observe({ ...call, experiments }));
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'allow-origin-missing',
        role: 'blocks-next',
        exchange: 'request-itself',
      }),
    );
  });

  it('is nothing to tell when it is fine, or did not come', () => {
    for (const result of [{ status: 200, headers: ALLOWED }, { error: 'time-out' }] as const) {
      const { problems } = diagnose(
        observe({ ...call, experiments: { 'request-itself': result } }),
      );
      expect(problems.map(({ code }) => code)).toEqual(['preflight-status-not-ok']);
    }
  });

  it('is asked for only where asking is free of side effects', () => {
    expect(wantedExperiments(observe(call))).toContain('request-itself');
    expect(experimentRequest('request-itself', observe(call))).toBeNull();
    const get = observe({ ...call, method: 'GET' });
    expect(experimentRequest('request-itself', get)?.method).toBe('GET');
  });
});

it('no experiment that was made is wanted again', () => {
  const wanted = wantedExperiments(observe({ response: SILENT }));
  expect(wanted).toEqual(expect.arrayContaining(['root-get', 'get']));
  const made = observe({ response: SILENT, experiments: { 'root-get': SILENT } });
  expect(wantedExperiments(made)).not.toContain('root-get');
});
