import { describe, expect, it } from 'vitest';
import { HAND_PICKED } from '../../../lab/servers/policies.js';
import { coversOrigin, refusedTrials, allowedTrials } from '../../../src/policy/index.js';
import { originRegex } from '../../../src/targets/support/origin-regex.js';

describe('originRegex', () => {
  it.each(HAND_PICKED)('matches what the policy covers, and nothing else: $name', ({ policy }) => {
    const url = 'https://api.example.com/v1';
    const origins = [...allowedTrials(policy, url), ...refusedTrials(policy, url)].map(
      ({ origin }) => origin,
    );
    for (const allowed of policy.origins) {
      if (allowed.kind === 'any') continue;
      const pattern = new RegExp(`^${originRegex(allowed)}$`);
      for (const origin of origins)
        expect([origin, pattern.test(origin)]).toEqual([origin, coversOrigin(allowed, origin)]);
    }
  });
});
