import { writeFileSync } from 'node:fs';

/** Writes a contract of so many endpoints at a port of this machine, each with a preflight; `dead` URLs stand among them. */
export function writeContract(file, port, endpoints, dead = []) {
  const urls = Array.from(
    { length: endpoints },
    (_, index) => `http://127.0.0.1:${port}/v1/endpoints/${index}`,
  );
  const step = Math.floor(endpoints / (dead.length + 1));
  for (const [index, url] of dead.entries()) urls.splice((index + 1) * step, 0, url);
  const list = urls.map((url) => `      - ${url}\n`).join('');
  writeFileSync(
    file,
    `version: 1\nchecks:\n  - origins: [http://app.example.com]\n    headers: [authorization]\n    urls:\n${list}`,
  );
}
