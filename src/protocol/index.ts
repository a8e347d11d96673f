export * from './headers/list.js';
export * from './network.js';
export * from './request.js';
