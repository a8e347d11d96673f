// Sends what `whycors check` would, with undici and nothing else: bare-undici.mjs PORT COUNT CONCURRENCY
import { Pool } from 'undici';

const [port, count, concurrency] = process.argv.slice(2).map(Number);
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: concurrency });
const origin = 'http://app.example.com';
let next = 0;
async function lane() {
  for (let index = next++; index < count; index = next++) {
    const path = `/v1/endpoints/${index}`;
    await send(path, 'OPTIONS', {
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
      Origin: origin,
    });
    await send(path, 'GET', { Authorization: 'Bearer whycors', Origin: origin });
  }
}
async function send(path, method, headers) {
  const { body } = await pool.request({
    path,
    method,
    headers: { Accept: '*/*', ...headers, 'Accept-Encoding': 'gzip, deflate, br' },
  });
  await body.text();
}
await Promise.all(Array.from({ length: concurrency }, lane));
await pool.close();
