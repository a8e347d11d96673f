import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS, startShop, type RunningShop } from '../../src/demo/index.js';
import { whycors } from '../cli/command.js';
import { schema } from '../simulate/support/schemas.js';

interface Diagnosis {
  readonly verdict: string;
  readonly exitCode: number;
  readonly causes: readonly { readonly rule: string; readonly role: string }[];
}

const errorsIn = schema('diagnosis');
let shop: RunningShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

describe('the command, asked about the broken shop', () => {
  it.each(ENDPOINTS)('$path: $title', async ({ path, args, cause }) => {
    const { status, out, err } = await whycors(shop.origin + path, ...args, '--json');
    expect(err).toBe('');
    const diagnosis = JSON.parse(out) as Diagnosis;
    expect(errorsIn(diagnosis)).toEqual([]);
    expect(diagnosis.exitCode).toBe(status);
    expect(status).toBe(diagnosis.verdict === 'allowed' ? 0 : 1);
    if (cause === null) {
      expect(diagnosis.verdict).toBe('allowed');
      expect(diagnosis.causes.filter(({ role }) => role !== 'advice')).toEqual([]);
    } else {
      expect(diagnosis.causes[0]?.rule).toBe(cause);
    }
  });
});
