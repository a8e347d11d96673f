// A test imports the module of a route itself.
export * as app from './next-route.js';
