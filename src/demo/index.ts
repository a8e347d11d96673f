export type { Endpoint, ShopOrigins } from './endpoint.js';
export { ENDPOINTS } from './endpoints.js';
export { startShop, type RunningShop } from './shop.js';
