import { afterEach, describe, expect, it } from 'vitest';
import { whycorsJson } from '../cli/command.js';
import { httpServer, stopServers } from '../support/servers.js';
import {
  cors,
  express,
  type Application,
  type ErrorHandler,
  type Handler,
  type Response,
} from './express.js';

const PAGE = 'http://localhost:3000';
const orders: Handler = (_, response) => void response.json([]);
const JSON_BODY = ['-d', '{"note":"a long one"}', '-H', 'Content-Type: application/json'];

afterEach(stopServers);

/** Answers every method at /orders as a working handler does. */
function withOrders(app: Application): void {
  app.get('/orders', orders);
  app.post('/orders', orders);
  app.put('/orders', orders);
  app.patch('/orders', orders);
  app.delete('/orders', orders);
}

/** A header on every answer, also on those that other middleware ends. */
function always(name: string, value: string): Handler {
  return (_, response: Response, next) => {
    response.append(name, value);
    next();
  };
}

const answer500: ErrorHandler = (_error, _request, response, _next) => {
  response.status(500).json({});
};

/** A mistake, how it is made, what a person types about it, and the cause that comes first. */
const MISTAKES: readonly (readonly [
  mistake: string,
  make: (app: Application) => void,
  args: readonly string[],
  cause: string,
])[] = [
  ['no cors()', withOrders, [], 'no-cors-headers'],
  [
    'cors() after the routes',
    (app) => {
      withOrders(app);
      app.use(cors());
    },
    [],
    // Where no route answers, cors() does.
    'cors-on-other-paths-or-methods',
  ],
  [
    'cors() on one route alone, OPTIONS left to Express, which answers 200 with Allow',
    (app) => app.get('/orders', cors(), orders).put('/orders', cors(), orders),
    ['-X', 'PUT'],
    'cors-on-other-paths-or-methods',
  ],
  [
    'cors() on another router',
    (app) => {
      app.get('/', cors(), orders);
      withOrders(app);
    },
    [],
    'cors-on-other-paths-or-methods',
  ],
  [
    'authentication before cors()',
    (app) => {
      app.use((request, response, next) => {
        if (request.headers.authorization === undefined) response.status(401).json({});
        else next();
      });
      app.use(cors());
      withOrders(app);
    },
    ['-H', 'Authorization: Bearer t'],
    'preflight-needs-authentication',
  ],
  [
    'credentials: true with the default origin *',
    (app) => {
      app.use(cors({ credentials: true }));
      withOrders(app);
    },
    ['--credentials', 'include'],
    'wildcard-with-credentials',
  ],
  [
    'credentials forgotten',
    (app) => {
      app.use(cors({ origin: PAGE }));
      withOrders(app);
    },
    ['--credentials', 'include'],
    'allow-credentials-missing',
  ],
  [
    'a list of origins without this one',
    (app) => {
      app.use(cors({ origin: ['https://app.example.com', 'http://localhost:5173'] }));
      withOrders(app);
    },
    [],
    'origin-not-on-the-allow-list',
  ],
  [
    'one origin, another one',
    (app) => {
      app.use(cors({ origin: 'http://localhost:5173' }));
      withOrders(app);
    },
    [],
    'other-origin-allowed',
  ],
  [
    'a slash after the origin',
    (app) => {
      app.use(cors({ origin: `${PAGE}/` }));
      withOrders(app);
    },
    [],
    'other-origin-allowed',
  ],
  [
    'a pattern as text',
    (app) => {
      app.use(cors({ origin: 'http://localhost:*' }));
      withOrders(app);
    },
    [],
    'origin-pattern-sent-literally',
  ],
  [
    'a comma-joined list of origins',
    (app) => {
      app.use(cors({ origin: `${PAGE},https://app.example.com` }));
      withOrders(app);
    },
    [],
    'origin-list-in-one-header',
  ],
  [
    'methods without PATCH',
    (app) => {
      app.use(cors({ methods: ['GET', 'POST'] }));
      withOrders(app);
    },
    ['-X', 'PATCH'],
    'method-not-allowed',
  ],
  [
    'patch in lower case, which no browser turns into capitals',
    (app) => {
      app.use(cors({ methods: ['GET', 'PATCH'] }));
      withOrders(app);
    },
    ['-X', 'patch'],
    'method-case-differs',
  ],
  [
    'allowedHeaders without Authorization',
    (app) => {
      app.use(cors({ allowedHeaders: ['Content-Type'] }));
      withOrders(app);
    },
    ['-H', 'Authorization: Bearer t'],
    'headers-not-allowed',
  ],
  [
    'allowedHeaders without a custom header',
    (app) => {
      app.use(cors({ allowedHeaders: ['Content-Type', 'Authorization'] }));
      withOrders(app);
    },
    ['-H', 'X-Request-Id: 7'],
    'headers-not-allowed',
  ],
  [
    'an error handler that writes its own 500',
    (app) => {
      app.use((_request, _response, next) => next(new Error('the database is away')));
      app.use(cors());
      app.use(answer500);
    },
    [],
    'cors-missing-on-error-response',
  ],
  [
    'http turned into https before cors()',
    (app) => {
      app.use((request, response, next) => {
        if (request.secure) next();
        else response.redirect(301, `https://${request.headers.host}${request.url}`);
      });
      app.use(cors());
    },
    ['-X', 'PUT'],
    'preflight-redirected',
  ],
  [
    'a slash added by a redirect before cors()',
    (app) => {
      app.use((request, response, next) => {
        if (request.path.endsWith('/')) next();
        else response.redirect(308, `${request.path}/`);
      });
      app.use(cors());
    },
    ['-X', 'DELETE'],
    'preflight-redirected',
  ],
  [
    'the header written by a second layer, too',
    (app) => {
      app.use(cors({ origin: PAGE }));
      app.use(always('Access-Control-Allow-Origin', '*'));
      withOrders(app);
    },
    [],
    'origin-header-duplicated-by-two-layers',
  ],
  [
    'a body that the parser refuses before cors()',
    (app) => {
      app.options('/orders', cors());
      app.use(express.json({ limit: 10 }));
      app.use(cors());
      withOrders(app);
    },
    [...JSON_BODY, '--send'],
    'cors-missing-on-error-response',
  ],
  [
    'a router without OPTIONS',
    (app) => {
      app.use((request, response, next) => {
        if (request.method === 'OPTIONS') response.status(404).json({});
        else next();
      });
      app.use(cors());
      withOrders(app);
    },
    ['-X', 'DELETE'],
    'preflight-not-routed',
  ],
  [
    'a path that the router does not know, before cors()',
    (app) => app.use((_, response) => void response.status(404).json({})),
    [],
    'cors-missing-on-error-response',
  ],
  [
    'preflightContinue and nobody to go on',
    (app) => {
      app.use(cors({ preflightContinue: true }));
      app.use((request, response, next) => {
        if (request.method === 'OPTIONS') response.status(405).json({});
        else next();
      });
      withOrders(app);
    },
    ['-X', 'PUT'],
    'preflight-not-routed',
  ],
  [
    'only the preflight answered by hand',
    (app) => {
      app.options('/orders', cors());
      withOrders(app);
    },
    ['-X', 'PUT', '--send'],
    'response-lacks-allow-origin',
  ],
];

describe('a real Express server', () => {
  it.each(MISTAKES)('%s', async (_, make, args, cause) => {
    const url = await serve(make);
    const { status, report } = await whycorsJson(url, ...args);
    expect({ status, first: report.causes[0] }).toMatchObject({
      status: 1,
      first: { rule: cause },
    });
    expect(report).toMatchObject({ verdict: 'blocked', exitCode: 1 });
  });

  it.each([
    ['cors()', undefined, []],
    ['one origin, with credentials', { origin: PAGE, credentials: true }, ['-b', 'id=1']],
    ['a pattern of origins', { origin: [/^http:\/\/localhost:\d+$/] }, []],
  ] as const)('is allowed where it works: %s', async (_, options, args) => {
    const url = await serve((app) => {
      app.use(cors(options));
      app.use(express.json());
      withOrders(app);
    });
    const credentials = args.length === 0 ? [] : ['--credentials', 'include'];
    const more = [...args, ...credentials, ...JSON_BODY, '--send', '-X', 'PUT'];
    const { status, report } = await whycorsJson(url, ...more);
    expect({ status, verdict: report.verdict }).toEqual({ status: 0, verdict: 'allowed' });
    expect(report.causes.filter(({ role }) => role !== 'advice')).toEqual([]);
  });

  it('is told which headers its page cannot read, as advice', async () => {
    const url = await serve((app) => {
      app.use(cors({ origin: PAGE }));
      app.use(always('X-Total-Count', '12'));
      withOrders(app);
    });
    const { status, report } = await whycorsJson(url);
    expect(status).toBe(0);
    expect(report.causes.map(({ rule, role }) => [rule, role])).toContainEqual([
      'response-header-not-exposed',
      'advice',
    ]);
  });
});

/** Starts an application. @returns the URL of its orders */
async function serve(make: (app: Application) => void): Promise<string> {
  const app = express();
  make(app);
  return `http://127.0.0.1:${(await httpServer(app)).port}/orders`;
}
