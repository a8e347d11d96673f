export { AskError, startServer, type PageServer } from './server.js';
