import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { makeAuthority, type Issued } from '../../lab/certificates.js';
import { createFetch } from '../../src/fetch/index.js';
import { httpsServer, stopServers } from '../support/servers.js';
import { refusal } from './site.js';

let issued: Issued;

beforeAll(async () => {
  const authority = await makeAuthority('fetch tests');
  issued = await authority.issue({ names: ['localhost'] });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await stopServers();
});

it('says what is wrong with a certificate, and takes any where Node is told to', async () => {
  const { port } = await httpsServer(issued, (_, response) =>
    response.setHeader('Access-Control-Allow-Origin', '*').end('x'),
  );
  const call = () => createFetch({ origin: 'https://app.test' })(`https://localhost:${port}/`);
  const { outcome } = await refusal(call());
  expect(outcome.failure?.details.network).toBe('certificate-unknown-issuer');
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  expect(await (await call()).text()).toBe('x');
});
