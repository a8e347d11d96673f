import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

/** The little of Express's request that the tests use. */
export interface Request extends IncomingMessage {
  readonly path: string;
  readonly secure: boolean;
}

/** The little of Express's response that the tests use. */
export interface Response extends ServerResponse {
  status(code: number): this;
  append(name: string, value: string): this;
  set(name: string, value: string): this;
  json(body: unknown): this;
  redirect(status: number, url: string): void;
}

export type Next = (error?: Error) => void;
export type Handler = (request: Request, response: Response, next: Next) => void;
/** Express knows it by its four parameters. */
export type ErrorHandler = (error: Error, request: Request, response: Response, next: Next) => void;

interface Use {
  (...handlers: readonly (string | Handler)[]): Application;
  (handler: ErrorHandler): Application;
}

/** An Express application: https://expressjs.com/en/5x/api.html#app */
export interface Application extends RequestListener {
  readonly use: Use;
  readonly all: Use;
  readonly get: Use;
  readonly post: Use;
  readonly put: Use;
  readonly patch: Use;
  readonly delete: Use;
  readonly options: Use;
}

/** The options of https://github.com/expressjs/cors that the tests use. */
export interface CorsOptions {
  readonly origin?: string | RegExp | boolean | readonly (string | RegExp)[];
  readonly credentials?: boolean;
  readonly methods?: string | readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly maxAge?: number;
  readonly preflightContinue?: boolean;
}

interface Express {
  (): Application;
  json(options?: { readonly limit?: number }): Handler;
}

// Neither package brings types.
const require = createRequire(import.meta.url);
export const express = require('express') as Express;
export const cors = require('cors') as (options?: CorsOptions) => Handler;
