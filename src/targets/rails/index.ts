import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import {
  contentTypeNotes,
  emitCode,
  exposedList,
  libraryReasons,
  methodsToList,
  pathPrefix,
} from '../support/library.js';
import { escapeRegex } from '../support/origin-regex.js';
import { rubyRegex, rubyString } from '../support/ruby.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'rack-cors';

/** Rails and every Rack application with rack-cors. https://github.com/cyu/rack-cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'rails',
  title: 'Rails and Rack (rack-cors)',
  group: 'framework',
  language: 'ruby',
  file: 'config/initializers/cors.rb',
  traces: { headers: [/^x-rack-cors: /, /^x-runtime: \d+\.\d+$/] },
  emit: (policy, place) =>
    emitCode(
      libraryReasons(policy, {
        name: NAME,
        listsMethods: true,
        upperCaseMethods: true,
        repeatsHeaders: true,
      }),
      () => ({
        where:
          'config/initializers/cors.rb; without Rails: `use Rack::Cors do … end` with the same block, first in config.ru',
        lines:
          policy.origins.length === 0
            ? ['# No Rack::Cors: no page of another origin may read.']
            : code(policy, place),
        reload:
          "Add `gem 'rack-cors'` to the Gemfile, run `bundle install`, then restart the server.",
        notes:
          policy.origins.length === 0
            ? ['Take out every Rack::Cors of the application.']
            : notes(policy),
      }),
    ),
};

function code(policy: CorsPolicy, place: Place): string[] {
  const prefix = pathPrefix(place);
  const path = prefix === '' ? "'*'" : `%r{\\A${escapeRegex(prefix)}(?:/|\\z)}`;
  const { requestHeaders, exposedHeaders, maxAge } = policy;
  const strings = (texts: readonly string[]): string => `[${texts.map(rubyString).join(', ')}]`;
  const options = [
    `methods: [${methodsToList(policy).map(symbol).join(', ')}]`,
    ...(requestHeaders.length === 0 || requestHeaders === '*'
      ? []
      : [`headers: ${strings(requestHeaders)}`]),
    ...(exposedHeaders.length === 0 ? [] : [`expose: ${strings(exposedList(policy))}`]),
    ...(policy.credentials ? ['credentials: true'] : []),
    ...(maxAge === null ? [] : [`max_age: ${maxAge}`]),
  ];
  return [
    'Rails.application.config.middleware.insert_before 0, Rack::Cors do',
    '  allow do',
    ...originLines(policy),
    '',
    `    resource ${path},`,
    `      ${options.join(',\n      ')}`,
    '  end',
    'end',
  ];
}

/**
 * Only http and https origins may be strings: what has another scheme is taken for
 * a host of any scheme (cors.rb, Resources#origins).
 */
function originLines({ origins }: CorsPolicy): string[] {
  const entries = origins.map((each) => {
    const text = writeAllowedOrigin(each);
    if (each.kind === 'any' || (each.kind === 'exact' && /^https?:\/\//.test(text)))
      return { text: rubyString(text), comment: '' };
    return { text: rubyRegex(each), comment: ` # ${text}` };
  });
  return entries.map(({ text, comment }, index) => {
    const before = index === 0 ? '    origins ' : '            ';
    return `${before}${text}${index === entries.length - 1 ? '' : ','}${comment}`;
  });
}

function symbol(method: string): string {
  const name = method.toLowerCase();
  return /^[a-z]+$/.test(name) ? `:${name}` : `:${rubyString(name)}`;
}

function notes(policy: CorsPolicy): string[] {
  return [
    'At place 0 it stands before authentication (Warden, Rack::Attack): preflights are answered there with 200.',
    'Where the application sets Access-Control headers itself, its values win over those of rack-cors: take them out.',
    ...contentTypeNotes(NAME, policy),
    ...(policy.maxAge === null
      ? ['Access-Control-Max-Age is 7200 where max_age is not given: it cannot be left out.']
      : []),
  ];
}
