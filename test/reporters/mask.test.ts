import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker, isSecretHeader } from '../../src/reporters/index.js';

const masker = createMasker([]);

describe('headers', () => {
  it.each([
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'SET-COOKIE',
    'X-Api-Key',
    'apikey',
    'X-Auth-Token',
    'X-CSRF-Token',
    'X-Client-Secret',
    'X-Session-Id',
    'X-Amz-Credential',
    'X-Hub-Signature-256',
  ])('%s is a secret', (name) => {
    expect(isSecretHeader(name)).toBe(true);
    expect(masker.header([name, 'a=v3rys3cret'])[1]).not.toContain('v3rys3cret');
  });

  it.each([
    'Origin',
    'Vary',
    'Content-Type',
    'Access-Control-Allow-Credentials',
    'Access-Control-Allow-Headers',
    'Access-Control-Request-Headers',
  ])('%s is none', (name) => {
    expect(masker.header([name, 'x-api-key, authorization'])[1]).toBe('x-api-key, authorization');
  });

  it.each([
    ['Authorization', 'Bearer s3cr3t', 'Bearer •••'],
    ['Authorization', 's3cr3t', '•••'],
    ['Cookie', 'id=s3cr3t; lang=de', 'id=•••; lang=•••'],
    ['Cookie', 's3cr3t', '•••'],
    ['Cookie', 'lang=de; s3cr3t', 'lang=•••; •••'],
    [
      'Set-Cookie',
      'id=s3cr3t; Path=/; SameSite=None; Secure',
      'id=•••; Path=/; SameSite=None; Secure',
    ],
    ['Set-Cookie', 's3cr3t; HttpOnly; Path=/', '•••; HttpOnly; Path=/'],
    ['Set-Cookie', '=s3cr3t; HttpOnly', '=•••; HttpOnly'],
    ['X-Api-Key', 's3cr3t', '•••'],
    [
      'Location',
      'https://me:s3cr3t@b.example/?token=s3cr3t',
      'https://me:•••@b.example/?token=•••',
    ],
  ])('%s: %s is shown as %s', (name, value, shown) => {
    expect(masker.header([name, value])).toEqual([name, shown]);
  });
});

describe('texts', () => {
  it.each([
    ['http://me:s3cr3t@api.example/', 'http://me:•••@api.example/'],
    ['http://:s3cr3t@api.example/', 'http://:•••@api.example/'],
    ['https://a/?access_token=s3cr3t&page=2', 'https://a/?access_token=•••&page=2'],
    ['https://a/?page=2&api_key=s3cr3t#top', 'https://a/?page=2&api_key=•••#top'],
    ['https://a/?X-Amz-Signature=s3cr3t', 'https://a/?X-Amz-Signature=•••'],
    ['https://a/cb#access_token=s3cr3t', 'https://a/cb#access_token=•••'],
    ['https://a/?monkey=banana', 'https://a/?monkey=banana'],
    ['http://localhost:3000/a@b', 'http://localhost:3000/a@b'],
  ])('%s is shown as %s', (text, shown) => {
    expect(masker.text(text)).toBe(shown);
  });
});

describe('a secret that is known', () => {
  // Three characters or fewer would be found in every other word; the mask itself is no secret.
  const secret = fc.string({ unit: 'binary', minLength: 4 }).filter((text) => !text.includes('•'));
  const around = fc.string({ unit: 'binary' });

  it('is masked whole where another one is its beginning', () => {
    const known = createMasker(['pass', 'password', 'word']);
    expect(known.text('my password, the pass')).toBe('my •••, the •••');
  });

  it('survives in no text, however many there are and however they overlap', () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), around, around, (secrets, before, after) => {
        const known = createMasker(secrets);
        for (const one of secrets) expect(known.text(before + one + after)).not.toContain(one);
        const all = known.text(before + secrets.join('') + after);
        for (const one of secrets) expect(all).not.toContain(one);
      }),
    );
  });

  it('survives in no header', () => {
    const name = fc.constantFrom('Cookie', 'Set-Cookie', 'Authorization', 'X-Api-Key', 'X-Other');
    const value = fc.constantFrom('', 'Bearer ', 'id=', 'a=b; c=', 'a; Path=', 'Basic  ');
    fc.assert(
      fc.property(name, value, secret, around, (header, before, one, after) => {
        const [, shown] = createMasker([one]).header([header, before + one + after]);
        expect(shown).not.toContain(one);
      }),
    );
  });
});
