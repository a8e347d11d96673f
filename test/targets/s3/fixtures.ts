import type { TargetFixture } from '../fixture.js';

const LIST = `[
    {
        "AllowedHeaders": ["*"],
        "AllowedMethods": ["GET", "PUT"],
        "AllowedOrigins": ["https://old.example.com"],
        "ExposeHeaders": []
    }
]
`;

const WRAPPED = `{
\t"CORSRules": [
\t\t{ "AllowedOrigins": ["https://app.example.com/"], "AllowedMethods": ["GET"] }
\t]
}
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a list, as the console has it',
    text: LIST,
    place: { origin: 'https://bucket.s3.amazonaws.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: [],
    replaces: /Allowed|Expose|[{}[\]]/,
  },
  {
    name: 'as the command line has it, with tabs',
    text: WRAPPED,
    place: { origin: 'https://bucket.s3.amazonaws.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: [],
    replaces: /Allowed|Expose|[{}[\]]/,
  },
];
