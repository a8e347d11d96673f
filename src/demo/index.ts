export { ENDPOINTS } from './endpoints.js';
export { startShop, type RunningShop } from './shop.js';
