import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The Debian packages that the tests use, each with a file that shows it is there. */
export const PACKAGES = [
  ['chromium', ['/usr/bin/chromium']],
  ['firefox-esr', ['/usr/bin/firefox-esr']],
  [
    'webkit2gtk-driver',
    [
      '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
      '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
      '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
      '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
    ],
  ],
  ['xvfb', ['/usr/bin/Xvfb']],
  ['xauth', ['/usr/bin/xauth']],
  ['dbus-x11', ['/usr/bin/dbus-launch']],
  ['dbus', ['/usr/bin/dbus-run-session']],
  ['nginx-light', ['/usr/sbin/nginx']],
  ['curl', ['/usr/bin/curl']],
];

/** Whether a package is there. */
export function isThere(name) {
  const files = PACKAGES.find(([known]) => known === name)?.[1] ?? [];
  return files.some((file) => existsSync(file));
}

/** Installs what is missing, when root; what cannot be had is left to the tests to say. */
export function ensureDebianPackages() {
  const missing = PACKAGES.map(([name]) => name).filter((name) => !isThere(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(`Missing for some tests (apt-get install them): ${missing.join(' ')}`);
    return;
  }
  console.error(`Installing Debian packages for the tests: ${missing.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], options);
  // nginx would start a service; the tests start their own.
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}
