// Sends the requests given as JSON, one after the other, and reads the answers: what a diagnosis cannot do without.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });
for (const { url, method, headers } of JSON.parse(process.argv[2])) {
  await new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    sent.once('error', reject);
    sent.end();
  });
}
agent.destroy();
