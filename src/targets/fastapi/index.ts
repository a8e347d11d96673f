import type { CorsPolicy } from '../../policy/index.js';
import {
  contentTypeNotes,
  emitCode,
  exposedList,
  libraryReasons,
  methodsToList,
  pathPrefix,
} from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import { originRegex } from '../support/origin-regex.js';
import { pythonComment, pythonList } from '../support/python.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'Starlette’s CORSMiddleware';

/** FastAPI and Starlette: CORSMiddleware. https://www.starlette.io/middleware/#corsmiddleware */
export const target: CodeTarget = {
  kind: 'code',
  id: 'fastapi',
  title: 'FastAPI and Starlette',
  group: 'framework',
  language: 'python',
  file: 'main.py',
  traces: { headers: [/^server: uvicorn$/] },
  emit: (policy, place) =>
    emitCode(
      libraryReasons(policy, { name: NAME, listsMethods: true, repeatsHeaders: true }),
      () => ({
        where: 'at the end of main.py, after the last use of app (routes, add_middleware)',
        lines: policy.origins.length === 0 ? nobody() : code(policy, place),
        reload: 'Restart the server, for instance `uvicorn main:app`.',
        notes: policy.origins.length === 0 ? NOBODY_NOTES : notes(policy),
      }),
    ),
};

const NOBODY_NOTES = ['Take out every CORSMiddleware of the application.'];

function nobody(): string[] {
  return ['# No CORSMiddleware: no page of another origin may read.'];
}

function code(policy: CorsPolicy, place: Place): string[] {
  const { any } = originGroups(policy);
  const prefix = pathPrefix(place);
  const inside = any ? 'cors' : 'vary_by_origin(cors)';
  return [
    ...(any ? [] : ['from starlette.datastructures import MutableHeaders']),
    'from starlette.middleware.cors import CORSMiddleware',
    '',
    '',
    ...(any ? [] : VARY),
    ...(prefix === '' ? [] : BELOW),
    '# Around the whole application: add_middleware would leave out answers to unhandled errors.',
    'cors = CORSMiddleware(',
    '    app,',
    ...optionLines(policy),
    ')',
    prefix === ''
      ? `app = ${inside}`
      : `app = only_below(${JSON.stringify(prefix)}, ${inside}, app)`,
  ];
}

function optionLines(policy: CorsPolicy): string[] {
  const { any, exact, patterns } = originGroups(policy);
  const option = (name: string, texts: readonly string[]): string =>
    `    ${name}=${pythonList(texts, '    ')},`;
  const regex =
    patterns.length === 1
      ? patterns.map(originRegex).join('')
      : `(?:${patterns.map(originRegex).join('|')})`;
  return [
    option('allow_origins', any ? ['*'] : exact),
    ...(patterns.length === 0
      ? []
      : [
          ...patterns.map((each) => `    ${pythonComment(each)}`),
          `    allow_origin_regex=r"^${regex}\\Z",`,
        ]),
    option('allow_methods', methodsToList(policy)),
    ...(policy.requestHeaders.length === 0 || policy.requestHeaders === '*'
      ? []
      : [option('allow_headers', policy.requestHeaders)]),
    ...(policy.exposedHeaders.length === 0 ? [] : [option('expose_headers', exposedList(policy))]),
    ...(policy.credentials ? ['    allow_credentials=True,'] : []),
    ...(policy.maxAge === null ? [] : [`    max_age=${policy.maxAge},`]),
  ];
}

/** CORSMiddleware sends Vary to allowed origins only: a cache would keep an answer without CORS headers for them. */
const VARY = [
  'def vary_by_origin(app):',
  '    """Says to caches that answers depend on Origin, also when it is not allowed."""',
  '',
  '    async def varied(scope, receive, send):',
  '        async def send_varied(message):',
  '            if message["type"] == "http.response.start":',
  '                message.setdefault("headers", [])',
  '                headers = MutableHeaders(scope=message)',
  '                names = [name.strip().lower() for name in headers.get("vary", "").split(",")]',
  '                if "origin" not in names:',
  '                    headers.add_vary_header("Origin")',
  '            await send(message)',
  '',
  '        await app(scope, receive, send_varied)',
  '',
  '    return varied',
  '',
  '',
];

const BELOW = [
  'def only_below(prefix, inside, outside):',
  '    """One application for a path and what is below it, another for the rest."""',
  '',
  '    async def chosen(scope, receive, send):',
  '        below = (scope.get("path", "") + "/").startswith(prefix + "/")',
  '        await (inside if below else outside)(scope, receive, send)',
  '',
  '    return chosen',
  '',
  '',
];

function notes(policy: CorsPolicy): string[] {
  return [
    'The name app is the middleware from here on: routes and further middleware have to come before it; authentication is inside it and sees no preflight.',
    'Take out other uses of CORSMiddleware.',
    'A preflight that is not allowed is answered with 400, with Access-Control headers but without Access-Control-Allow-Origin.',
    ...contentTypeNotes(NAME, policy),
    ...(policy.maxAge === null
      ? ['Access-Control-Max-Age is 600 where max_age is not given: it cannot be left out.']
      : []),
  ];
}
