import type { BrowserOptions } from '../browser.js';

const ALWAYS = [
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--metrics-recording-only',
  '--no-pings',
  '--disable-dev-shm-usage',
  '--remote-debugging-pipe',
];

const LOCAL_NETWORK_ACCESS = ['LocalNetworkAccessChecks', 'LocalNetworkAccessChecksWebSockets'];

/** A page at an http origin is asked for as it is, not by https first; and no requests of Chromium's own. */
const NOT_WANTED = [
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
];

/** The command line for Chromium, without the page. */
export function chromiumFlags(options: BrowserOptions): string[] {
  const { profile, insecure, resolve = [], proxy, http1Only, addressSpaces } = options;
  const rules = resolve.map(({ host, port, address }) => {
    const to = address.includes(':') ? `[${address}]` : address;
    return `MAP ${host}:${port} ${to}:${port}`;
  });
  return [
    ...ALWAYS,
    // Chromium refuses to run its sandbox as root, which is who one is in most containers.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(insecure === true ? ['--ignore-certificate-errors'] : []),
    ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(', ')}`] : []),
    // Chromium leaves proxies out for loopback addresses unless told otherwise.
    ...(proxy === undefined
      ? ['--no-proxy-server']
      : [`--proxy-server=${proxy}`, '--proxy-bypass-list=<-loopback>']),
    // Without an override everything here is loopback; the prompt would wait for a person.
    addressSpaces === undefined
      ? disable([...NOT_WANTED, ...LOCAL_NETWORK_ACCESS])
      : disable(NOT_WANTED),
    ...(addressSpaces === undefined
      ? []
      : [`--ip-address-space-overrides=${overrides(addressSpaces)}`]),
    ...(http1Only === true ? ['--disable-http2'] : []),
    `--user-data-dir=${profile}`,
  ];
}

/** One flag for all: of several, Chromium takes the last. */
function disable(features: readonly string[]): string {
  return `--disable-features=${features.join(',')}`;
}

function overrides(spaces: Readonly<Record<string, string>>): string {
  return Object.entries(spaces)
    .map(([address, space]) => `${address}=${space}`)
    .join(',');
}
