import type { rule } from '../../rules/wildcard-literal-with-credentials.js';
import { code, listOf, type RuleWording } from './wording.js';

const NAMES: Readonly<Record<string, string>> = {
  'access-control-allow-headers': 'Access-Control-Allow-Headers',
  'access-control-allow-methods': 'Access-Control-Allow-Methods',
};

export const wording: RuleWording<typeof rule> = {
  title: 'The wildcard means nothing with credentials',
  cause: ({ lists }) =>
    `${listOf(lists.map((name) => code(`${NAMES[name] ?? name}: *`)))} counts only for requests without credentials: ` +
    'with them, `*` is a name like any other.',
  change: ({ lists, method, names }) =>
    lists.map((list) =>
      list === 'access-control-allow-methods'
        ? `Name the methods: \`Access-Control-Allow-Methods: ${method}\`.`
        : `Name the headers: \`Access-Control-Allow-Headers: ${names.join(', ')}\`.`,
    ),
};
