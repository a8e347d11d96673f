import { randomBytes } from 'node:crypto';
import { validatePolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { escapeControls } from '../../reporters/index.js';
import { policyFaultText, policyWords } from '../../reporters/wording/policy.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { policyOf, type PolicyOptions } from '../policy/options.js';
import { interruptible } from '../verify/interrupt.js';
import { startProxy, type ProxyOptions, type RunningProxy } from './proxy.js';

export interface ServeFixOptions extends PolicyOptions {
  readonly port?: string;
  readonly token?: string;
}

const DEFAULT_ORIGIN = 'http://localhost:3000';
const DEFAULT_PORT = '8787';

/**
 * `whycors serve-fix <url>`: a proxy on loopback that answers as the API would
 * with the policy, until Ctrl-C.
 */
export async function serveFixCommand(
  typed: string,
  options: ServeFixOptions,
  io: Io,
): Promise<number> {
  const api = parseUrl(typed);
  if (api === null || !/^https?:$/.test(api.protocol))
    throw new UsageError(`URL: "${typed}" is no http or https URL of an API.`);
  const port = Number(options.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port: "${options.port}" is no port: 0 to 65535.`);
  const token = options.token ?? randomBytes(9).toString('base64url');
  if (!/^[\w-]{8,64}$/.test(token))
    throw new UsageError('--token: takes 8 to 64 letters, digits, "-" and "_".');
  const { value, problems } = policyOf({ ...options, origin: options.origin ?? [DEFAULT_ORIGIN] });
  if (value === null) throw new UsageError(problems.map(policyFaultText).join('\n'));
  const asAsked = options.method === undefined && options.header === undefined;
  for (const problem of validatePolicy(value).filter(({ severity }) => severity === 'error')) {
    const { what, remedy } = policyWords(problem);
    throw new UsageError(`${what} ${remedy}`);
  }
  const seen = (method: string, path: string, status: number): void =>
    io.err(escapeControls(`${method} ${path.replace(`/${token}`, '')} → ${status}`) + '\n');
  const proxy = await listen({
    api: new URL(api.origin),
    policy: value,
    asAsked,
    port,
    token,
    seen,
  });
  try {
    await io.out(greeting(api.origin, proxy.base, options));
    await interruptible(
      (signal) =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    );
  } finally {
    await proxy.close();
  }
  return EXIT.allowed;
}

async function listen(options: ProxyOptions): Promise<RunningProxy> {
  try {
    return await startProxy(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new UsageError(
        `--port: something listens at ${options.port} already: choose another, or 0 for any.`,
      );
    if (code === 'EACCES')
      throw new UsageError(`--port: ${options.port} may not be used: choose one above 1023.`);
    throw error;
  }
}

function greeting(
  api: string,
  base: string,
  { origin = [DEFAULT_ORIGIN] }: ServeFixOptions,
): string {
  return `${api} answers with CORS at

  ${base}

Write that in place of ${api} in your page, for now: ${origin.join(', ')} may call it.
For development only: it is on this machine alone and ends with Ctrl-C. The real
fix belongs into the server: whycors <url> --fix.
`;
}
