import { describe, expect, it } from 'vitest';
import { writeAllowedOrigin } from '../../../src/policy/index.js';
import { patternOrigins } from '../../../src/targets/support/origin-regex.js';

describe('patterns of several origins', () => {
  it.each([
    [String.raw`^(https://a\.example\.com|null)$`, ['https://a.example.com', 'null']],
    [
      String.raw`^https?://(app|admin)\.example\.com(:8443)?$`,
      [
        'http://admin.example.com',
        'http://admin.example.com:8443',
        'http://app.example.com',
        'http://app.example.com:8443',
        'https://admin.example.com',
        'https://admin.example.com:8443',
        'https://app.example.com',
        'https://app.example.com:8443',
      ],
    ],
    [
      String.raw`^(?:https://[a-z0-9-]+\.example\.com|http://localhost:3000)$`,
      ['http://localhost:3000', 'https://*.example.com'],
    ],
  ])('%s', (pattern, origins) => {
    expect(patternOrigins(pattern)?.map(writeAllowedOrigin).toSorted()).toEqual(origins);
  });

  it.each([
    'https://a.example.com',
    String.raw`^https://.*example\.com$`,
    String.raw`^https://(a|b)+\.example\.com$`,
    String.raw`^https://[^/]+$`,
    String.raw`^https://a.example.com$`,
    '^(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)$',
    '^((((($',
  ])('knows no origins for %s', (pattern) => {
    expect(patternOrigins(pattern)).toBeNull();
  });
});
