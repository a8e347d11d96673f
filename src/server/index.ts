export { AskError, startServer, type Ask, type PageServer, type ServerOptions } from './server.js';
