import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopbackHost } from '../../protocol/index.js';
import type { GivenCookie } from '../browser.js';

/** A profile's settings in which cookies go to other sites than the page's, too. */
const PREFERENCES = {
  profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
};

/** Prepares a profile that is not in use yet. */
export async function letCookiesThrough(profile: string): Promise<void> {
  const folder = join(profile, 'Default');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'Preferences'), JSON.stringify(PREFERENCES));
}

/**
 * A cookie for Network.setCookie. Only a secure cookie can go to other sites,
 * and only https and loopback addresses can have one.
 */
export function jarEntry({ url, name, value }: GivenCookie): object {
  const { protocol, hostname } = new URL(url);
  const secure = protocol === 'https:' || isLoopbackHost(hostname);
  return { url, name, value, ...(secure ? { secure, sameSite: 'None' } : {}) };
}
