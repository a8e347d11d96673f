import { readAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import {
  emitCode,
  exposedList,
  libraryReasons,
  methodsToList,
  pathPrefix,
} from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import { escapeRegex } from '../support/origin-regex.js';
import { pythonComment, pythonList, pythonRegex } from '../support/python.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'Flask-CORS';
/** Characters by which Flask-CORS takes a string for a regular expression (core.py, probably_regex). */
const LOOKS_LIKE_REGEX = /[*\\\]?$^[()]/;

/** Flask with Flask-CORS. https://github.com/corydolphin/flask-cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'flask',
  title: 'Flask (Flask-CORS)',
  group: 'framework',
  language: 'python',
  file: 'app.py',
  traces: { headers: [/^server: Werkzeug\//] },
  emit: (policy, place) =>
    emitCode(
      libraryReasons(policy, { name: NAME, listsMethods: true, upperCaseMethods: true }),
      () => ({
        where: 'in app.py, right after app = Flask(__name__)',
        lines:
          policy.origins.length === 0
            ? ['# No CORS(app): no page of another origin may read.']
            : code(policy, place),
        reload: 'Run `pip install flask-cors`, then restart the server.',
        notes:
          policy.origins.length === 0
            ? ['Take out CORS(app), @cross_origin and settings that begin with CORS_.']
            : notes(policy),
      }),
    ),
};

function code(policy: CorsPolicy, place: Place): string[] {
  const { any } = originGroups(policy);
  const prefix = pathPrefix(place);
  const resources = prefix === '' ? '/.*' : `^${escapeRegex(prefix)}(?:/.*)?\\Z`;
  const origins = any ? ['    origins="*",', '    send_wildcard=True,'] : originLines(policy);
  const usesRegex = origins.some((line) => line.includes('re.compile('));
  return [
    ...(usesRegex ? ['import re', ''] : []),
    ...(any || prefix === '' ? [] : ['from flask import request']),
    'from flask_cors import CORS',
    '',
    'CORS(',
    '    app,',
    `    resources=r"${resources}",`,
    ...origins,
    `    methods=${pythonList(methodsToList(policy), '    ')},`,
    ...headerLines(policy),
    ...(policy.exposedHeaders.length === 0
      ? []
      : [`    expose_headers=${pythonList(exposedList(policy), '    ')},`]),
    ...(policy.credentials ? ['    supports_credentials=True,'] : []),
    ...maxAgeLines(policy),
    ...(any ? [] : ALWAYS),
    ')',
    ...(any ? [] : vary(prefix)),
  ];
}

function originLines(policy: CorsPolicy): string[] {
  const { exact, patterns } = originGroups(policy);
  const quoted = exact.flatMap((origin) => {
    const { value } = readAllowedOrigin(origin);
    if (!LOOKS_LIKE_REGEX.test(origin) || value === null || value.kind === 'any')
      return [`        ${JSON.stringify(origin)},`];
    return [`        ${pythonComment(value)}`, `        re.compile(${pythonRegex(value)}),`];
  });
  const compiled = patterns.flatMap((each) => [
    `        ${pythonComment(each)}`,
    `        re.compile(${pythonRegex(each)}),`,
  ]);
  return ['    origins=[', ...quoted, ...compiled, '    ],'];
}

function headerLines({ requestHeaders }: CorsPolicy): string[] {
  if (requestHeaders === '*')
    return [
      '    # Every header but Authorization: "*" would allow that too.',
      '    allow_headers=[r"^(?!authorization\\Z).*\\Z"],',
    ];
  if (requestHeaders.length === 0) return ['    allow_headers=[],'];
  const names = requestHeaders.map((name) =>
    LOOKS_LIKE_REGEX.test(name) ? `^${escapeRegex(name)}\\Z` : name,
  );
  return [`    allow_headers=${pythonList(names, '    ')},`];
}

function maxAgeLines({ maxAge }: CorsPolicy): string[] {
  if (maxAge === null) return [];
  if (maxAge > 0) return [`    max_age=${maxAge},`];
  return ['    # As a string: the number 0 would not be sent.', '    max_age="0",'];
}

const ALWAYS = [
  '    # Otherwise requests without Origin get every origin of the list.',
  '    always_send=False,',
  '    # Sent below, also where the origin is not allowed.',
  '    vary_header=False,',
];

function vary(prefix: string): string[] {
  const add = 'response.vary.add("Origin")';
  return [
    '',
    '',
    '@app.after_request',
    'def vary_by_origin(response):',
    ...(prefix === ''
      ? [`    ${add}`]
      : [
          `    if (request.path + "/").startswith(${JSON.stringify(`${prefix}/`)}):`,
          `        ${add}`,
        ]),
    '    return response',
  ];
}

function notes(policy: CorsPolicy): string[] {
  return [
    'Preflights are answered by Flask’s own OPTIONS: functions of before_request come first, so let OPTIONS pass in those that authenticate.',
    'Take out other uses of CORS(), @cross_origin and settings that begin with CORS_.',
    ...(policy.credentials
      ? ['Session cookies need SESSION_COOKIE_SAMESITE="None" and SESSION_COOKIE_SECURE=True.']
      : []),
  ];
}
