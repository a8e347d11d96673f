import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { goItems, goRegex } from '../support/go.js';
import {
  emitCode,
  exposedList,
  headersToList,
  libraryReasons,
  methodsToList,
  pathPrefix,
} from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'rs/cors';

/** Go with rs/cors. https://github.com/rs/cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'go-rs-cors',
  title: 'Go (rs/cors)',
  group: 'framework',
  language: 'go',
  file: 'cors.go',
  emit: (policy, place) =>
    emitCode(reasons(policy), () => ({
      where:
        'a file cors.go beside main.go; then http.ListenAndServe(address, withCORS(handler)), around authentication',
      lines: policy.origins.length === 0 ? NOBODY : code(policy, place),
      reload: 'Run `go get github.com/rs/cors` and `go build ./...`, then restart the server.',
      notes: policy.origins.length === 0 ? [] : NOTES,
    })),
};

const NOTES = [
  'withCORS has to be outermost: it answers preflights itself, with 200, before authentication.',
  'rs/cors always allows the method OPTIONS to origins of the list.',
  'With gin, chi or gorilla/mux wrap the router with withCORS instead of registering it for routes: a route for GET never sees OPTIONS.',
];

/** An empty list of origins would mean every origin. */
const NOBODY = [
  'package main',
  '',
  'import "net/http"',
  '',
  '// No CORS: no page of another origin may read. (In rs/cors an empty list of origins allows all.)',
  'func withCORS(next http.Handler) http.Handler {',
  '\treturn next',
  '}',
];

function reasons(policy: CorsPolicy): string[] {
  const gaps = {
    listsMethods: true,
    upperCaseMethods: true,
    repeatsHeaders: true,
    noZeroMaxAge: true,
  };
  const common = libraryReasons(policy, { name: NAME, ...gaps });
  if (policy.requestHeaders === '*') return common;
  const odd = policy.requestHeaders.filter((name) => !/^[a-z0-9_-]+$/.test(name));
  return [
    ...common,
    ...odd.map(
      (name) =>
        `rs/cors up to 1.10 drops all but letters, digits, - and _ from the names that a preflight asks for, so ${name} never matches; give the header a name of those characters.`,
    ),
  ];
}

function code(policy: CorsPolicy, place: Place): string[] {
  const { any, exact, patterns } = originGroups(policy);
  const prefix = pathPrefix(place);
  const list = (name: string, texts: readonly string[]): string =>
    `\t\t${name}: []string${goItems(texts, '\t\t')},`;
  const imports = [
    'net/http',
    ...(patterns.length === 0 ? [] : ['regexp']),
    ...(prefix === '' ? [] : ['strings']),
  ];
  return [
    'package main',
    '',
    'import (',
    ...imports.map((name) => `\t"${name}"`),
    '',
    '\t"github.com/rs/cors"',
    ')',
    '',
    ...(patterns.length === 0 ? [] : originFunction(policy)),
    'func withCORS(next http.Handler) http.Handler {',
    '\tc := cors.New(cors.Options{',
    patterns.length === 0
      ? list('AllowedOrigins', any ? ['*'] : exact)
      : '\t\tAllowOriginFunc: isAllowedOrigin,',
    list('AllowedMethods', methodsToList(policy)),
    list('AllowedHeaders', headersToList(policy)),
    ...(policy.exposedHeaders.length === 0 ? [] : [list('ExposedHeaders', exposedList(policy))]),
    ...(policy.credentials ? ['\t\tAllowCredentials: true,'] : []),
    ...(policy.maxAge === null ? [] : [`\t\tMaxAge: ${policy.maxAge},`]),
    '\t})',
    ...(prefix === '' ? ['\treturn c.Handler(next)'] : below(prefix)),
    '}',
  ];
}

/** A `*` of rs/cors stands for anything, dots too: one label takes a regular expression. */
function originFunction({ origins }: CorsPolicy): string[] {
  const named = origins.flatMap((each) => (each.kind === 'any' ? [] : [each]));
  return [
    'var allowedOrigins = []*regexp.Regexp{',
    ...named.flatMap((each) => [
      `\t// ${writeAllowedOrigin(each)}`,
      `\tregexp.MustCompile(${goRegex(each)}),`,
    ]),
    '}',
    '',
    'func isAllowedOrigin(origin string) bool {',
    '\tfor _, allowed := range allowedOrigins {',
    '\t\tif allowed.MatchString(origin) {',
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
    '\treturn false',
    '}',
    '',
  ];
}

function below(prefix: string): string[] {
  return [
    '\twith := c.Handler(next)',
    '\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {',
    `\t\tif strings.HasPrefix(r.URL.Path+"/", ${JSON.stringify(`${prefix}/`)}) {`,
    '\t\t\twith.ServeHTTP(w, r)',
    '\t\t} else {',
    '\t\t\tnext.ServeHTTP(w, r)',
    '\t\t}',
    '\t})',
  ];
}
