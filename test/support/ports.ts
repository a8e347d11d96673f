import { freePorts } from '../../lab/servers/ports.js';

/** A port of loopback that nothing listens at. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}
