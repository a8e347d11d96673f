import type { BrowserOptions } from '../browser.js';

type Preferences = Readonly<Record<string, string | number | boolean>>;

const ALWAYS: Preferences = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.newtabpage.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'media.gmp-manager.updateEnabled': false,
  // The prompt of Local Network Access would wait for a person.
  'network.lna.blocking': false,
  'network.lna.enabled': false,
  'dom.ipc.processCount': 2,
};

/** The user.js of a profile. */
export function userPreferences({ proxy, http1Only, cookies = [] }: BrowserOptions): string {
  const all: Preferences = {
    ...ALWAYS,
    ...proxyPreferences(proxy),
    ...(http1Only === true ? { 'network.http.http2.enabled': false } : {}),
    // Otherwise the jar of a page holds nothing but what was set under that page.
    ...(cookies.length > 0 ? { 'network.cookie.cookieBehavior': 0 } : {}),
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  return `${lines.join('\n')}\n`;
}

function proxyPreferences(proxy: string | undefined): Preferences {
  if (proxy === undefined) return { 'network.proxy.type': 0 };
  const { hostname, port, protocol } = new URL(proxy);
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  return {
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': number,
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': number,
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.no_proxies_on': '',
  };
}
