import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

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
  // The real servers and frameworks of the server lab.
  ['python3-django-cors-headers', ['/usr/lib/python3/dist-packages/corsheaders/__init__.py']],
  ['python3-fastapi', ['/usr/lib/python3/dist-packages/fastapi/__init__.py']],
  ['python3-uvicorn', ['/usr/lib/python3/dist-packages/uvicorn/__init__.py']],
  ['python3-flask-cors', ['/usr/lib/python3/dist-packages/flask_cors/__init__.py']],
  [
    'ruby-rack-cors',
    ['/usr/share/rubygems-integration/all/specifications/rack-cors-1.1.1.gemspec'],
  ],
  ['puma', ['/usr/bin/puma']],
  ['apache2', ['/usr/sbin/apache2']],
  ['caddy', ['/usr/bin/caddy']],
  ['haproxy', ['/usr/sbin/haproxy']],
  ['lighttpd', ['/usr/sbin/lighttpd']],
  ['varnish', ['/usr/sbin/varnishd']],
  [
    'libnginx-mod-http-headers-more-filter',
    ['/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so'],
  ],
  ['kubernetes-client', ['/usr/bin/kubectl']],
  ['golang-go', ['/usr/bin/go']],
  ['golang-github-rs-cors-dev', ['/usr/share/gocode/src/github.com/rs/cors/cors.go']],
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
  withoutServices(() =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options),
  );
}

/** Asked by invoke-rc.d whether a service may start: nginx and others would; the tests start their own. */
const POLICY = '/usr/sbin/policy-rc.d';

function withoutServices(install) {
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    if (ours) rmSync(POLICY, { force: true });
  }
}
