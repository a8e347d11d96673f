/**
 * Tests of an API: asks an application in the test's own process as a page would. For Node.
 */
export * from './cors.js';
