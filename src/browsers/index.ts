export * from './browser.js';
export * from './find.js';
export * from './page/document.js';
export * from './page/loopback.js';
export * from './page/requests.js';
export * from './start.js';
