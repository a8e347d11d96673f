export { EXIT } from '../live/exit-codes.js';
