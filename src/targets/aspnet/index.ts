import type { CorsPolicy } from '../../policy/index.js';
import { emitCode, exposedList, libraryReasons, pathPrefix } from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import { originRegex } from '../support/origin-regex.js';
import type { Change, CodeTarget, Place } from '../target.js';

/** ASP.NET Core: AddCors and UseCors. https://learn.microsoft.com/aspnet/core/security/cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'aspnet',
  title: 'ASP.NET Core',
  group: 'framework',
  language: 'csharp',
  file: 'Program.cs',
  traces: { headers: [/^server: Kestrel$/] },
  emit: (policy, place) => {
    const gaps = { name: 'ASP.NET Core', repeatsHeaders: true };
    const emission = emitCode(libraryReasons(policy, gaps), () => ({
      where: 'in Program.cs, after UseRouting and before UseAuthentication and UseAuthorization',
      lines: policy.origins.length === 0 ? NOBODY : use(policy, place),
      reload: 'Build and restart: `dotnet run`.',
      notes: policy.origins.length === 0 ? [] : NOTES,
    }));
    if (emission.kind === 'cannot' || policy.origins.length === 0) return emission;
    return { ...emission, changes: [services(policy), ...emission.changes] };
  },
};

const NOBODY = ['// No AddCors and no UseCors: no page of another origin may read.'];
const NOTES = [
  'UseCors answers preflights with 204; behind UseAuthorization they would be refused, and before UseRouting it would not see [EnableCors] and [DisableCors].',
  'With UseResponseCaching, UseCors comes before it.',
];

function services(policy: CorsPolicy): Change {
  const strings = (texts: readonly string[]): string =>
    texts.map((text) => JSON.stringify(text)).join(', ');
  const { methods, requestHeaders, maxAge } = policy;
  const exposed = exposedList(policy);
  const calls = [
    ...originCalls(policy),
    ...(methods === '*'
      ? ['.AllowAnyMethod()']
      : methods.length === 0
        ? []
        : [`.WithMethods(${strings(methods)})`]),
    ...(requestHeaders === '*' || requestHeaders.length === 0
      ? []
      : [`.WithHeaders(${strings(requestHeaders)})`]),
    ...(exposed.length === 0 ? [] : [`.WithExposedHeaders(${strings(exposed)})`]),
    ...(policy.credentials ? ['.AllowCredentials()'] : []),
    ...(maxAge === null ? [] : [`.SetPreflightMaxAge(TimeSpan.FromSeconds(${maxAge}))`]),
  ];
  const text = `builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy\n    ${calls.join('\n    ')}));\n`;
  return { where: 'in Program.cs, before builder.Build()', text, at: null };
}

/** SetIsOriginAllowedToAllowWildcardSubdomains takes any number of labels and any scheme's case: an expression is exact. */
function originCalls(policy: CorsPolicy): string[] {
  const { any, exact, patterns } = originGroups(policy);
  if (any) return ['.AllowAnyOrigin()'];
  if (patterns.length === 0)
    return [`.WithOrigins(${exact.map((origin) => JSON.stringify(origin)).join(', ')})`];
  const tests = [
    ...exact.map((origin) => `origin == ${JSON.stringify(origin)}`),
    ...patterns.map(
      (each) => `System.Text.RegularExpressions.Regex.IsMatch(origin, @"^${originRegex(each)}\\z")`,
    ),
  ];
  return [`.SetIsOriginAllowed(origin =>\n        ${tests.join('\n        || ')})`];
}

function use(policy: CorsPolicy, place: Place): string[] {
  const prefix = pathPrefix(place);
  const { any } = originGroups(policy);
  const name = prefix === '' ? 'app' : 'branch';
  const lines = [...(any ? [] : vary(name)), `${name}.UseCors();`];
  if (prefix === '') return lines;
  return [
    'app.UseWhen(',
    `    context => context.Request.Path.StartsWithSegments(${JSON.stringify(prefix)}, StringComparison.Ordinal),`,
    '    branch =>',
    '    {',
    ...lines.map((line) => `        ${line}`),
    '    });',
  ];
}

/** Its own Vary comes with allowed origins only, and only when there are several (CorsService.cs, PopulateResult). */
function vary(name: string): string[] {
  return [
    '// Says to caches that answers depend on Origin, also when it is not allowed.',
    `${name}.Use((context, next) =>`,
    '{',
    '    context.Response.OnStarting(() =>',
    '    {',
    '        if (!context.Response.Headers.Vary.Contains("Origin"))',
    '            context.Response.Headers.Append("Vary", "Origin");',
    '        return Task.CompletedTask;',
    '    });',
    '    return next(context);',
    '});',
  ];
}
