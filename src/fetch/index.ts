export * from './create-fetch.js';
