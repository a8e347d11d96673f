import { createRequire } from 'node:module';
import type { RequestListener } from 'node:http';

// Neither of them has types of its own.
const require = createRequire(import.meta.url);
const cors = require('cors') as (options: object) => unknown;
const express = require('express') as (() => ExpressApp) & { readonly json: () => unknown };

interface ExpressApp extends RequestListener {
  readonly use: (middleware: unknown) => void;
  readonly put: (path: string, handler: Handler) => void;
}

type Handler = (
  request: { readonly body: unknown },
  response: { readonly json: (value: object) => void },
) => void;

export const app = express();
app.use(cors({ origin: ['https://app.example.com'], methods: ['PUT'] }));
app.use(express.json());
app.put('/orders', (request, response) => response.json({ got: request.body }));
