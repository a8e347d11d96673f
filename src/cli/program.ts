import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { ConsoleOptions } from './console/command.js';
import { UsageError, type Io } from './io.js';
import { registerCheck } from './check/register.js';
import { registerK8s } from './k8s/register.js';
import type { DiagnoseOptions } from './diagnose/options.js';
import type { ServeFixOptions } from './serve-fix/command.js';
import type { HarOptions } from './har/command.js';
import type { LintOptions } from './lint/command.js';
import type { McpOptions } from './mcp/command.js';
import type { PolicyOptions } from './policy/options.js';
import type { UiOptions } from './ui/command.js';
import { VERSION } from './version.generated.js';

/** What the command line asks for, without having done it: main runs it, so that only what is needed is loaded. */
export type Task = (io: Io) => Promise<number>;

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** The command line: options, arguments, help. `choose` receives the task that it comes down to. */
export function buildProgram(choose: (task: Task) => void): Command {
  const program = new Command('whycors');
  program
    .description(
      'Why did the browser refuse this API call, whose fault is it, and what exactly must change?',
    )
    .argument('[url]', "the URL that the page calls, or the red line from the browser's console")
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(whycors --help lists all options)')
    .configureHelp({ sortSubcommands: false })
    // simulate has an --engine of its own, which would otherwise be taken for this one's.
    .enablePositionalOptions()
    .optionsGroup('The call, as with curl:')
    .option('-X, --method <method>', 'HTTP method (default: GET, or POST with --data)')
    .addOption(new Option('--request <method>', 'the same').hideHelp())
    .option('-H, --header <line>', 'a header that the page sets; repeatable', collect)
    .option('-d, --data <text>', 'body, as text given to fetch()')
    .option('-u, --user <user:password>', 'Authorization: Basic, set by the page')
    .option('-b, --cookie <cookies>', 'cookies of the API, such as "id=1; lang=en"')
    .option('-k, --insecure', 'accept any certificate')
    .option('--cacert <file>', 'trust the certificates in this PEM file, too')
    .option('--resolve <host:port:addr>', 'use this address for a host; repeatable', collect)
    .option('-x, --proxy <url>', 'go through this proxy')
    .option('--http1.1', 'do not use HTTP/2')
    .option('--max-time <seconds>', 'time limit (default: 20)')
    .optionsGroup("The browser's side:")
    .option('--origin <origin>', 'origin of the page (default: http://localhost:3000)')
    .option('--credentials <mode>', 'omit, same-origin or include (default: same-origin)')
    .option('--mode <mode>', 'cors, no-cors or same-origin (default: cors)')
    .option('--redirect <mode>', 'follow, error or manual (default: follow)')
    .option('--xhr', 'as XMLHttpRequest does it, not fetch()')
    .option('--engine <name>', 'chromium, firefox, webkit, standard or all (default: all)')
    .option('--send', 'send requests with side effects, too (POST, PUT, DELETE …)')
    .option('--offline', "explain a console's line from its text alone, ask nothing")
    .option('--no-experiments', 'ask nothing but what the browser asks')
    .option(
      '--verify [browser]',
      'ask the browsers on this machine, too: chromium, firefox, webkit',
    )
    .option('--verify-out <file>', 'where they disagree, keep the call as a scenario in this file')
    .option('--fix [target]', 'end with the change for a server: nginx, ingress-nginx, express …')
    .option('--config <file>', "the server's configuration, for --fix")
    .option('--write', 'apply the change to that file (the old one is kept beside it)')
    .optionsGroup('The report:')
    .option('--json', 'as JSON')
    .option('--curl', 'with curl commands that repeat each request by hand')
    .option('--show-secrets', 'do not mask tokens, cookies and passwords')
    .option('--no-color', 'without colours')
    .addHelpText('after', EXAMPLES)
    .action(
      (
        typed: string | undefined,
        given: ConsoleOptions & { request?: string; 'http1.1'?: boolean },
      ) => {
        choose(async (io) => {
          const { options, url } = swapBack(typed, given);
          if (options.offline === true && options.verify !== undefined)
            throw new UsageError('--verify: asks real browsers, --offline nobody: leave one out.');
          const method = options.method ?? options.request;
          const http1 = options['http1.1'] === true;
          const all = { ...options, http1, ...(method === undefined ? {} : { method }) };
          const pasted = (): Promise<typeof import('./pasted/command.js')> =>
            import('./pasted/command.js');
          if (url === undefined) {
            if ((await io.peek()).length > 0) return (await pasted()).inputCommand('-', all, io);
            throw new UsageError('URL: none was given: whycors https://api.example.com/orders');
          }
          if (/^[^:]+\.(?:har|json|ya?ml|txt|sh)$/i.test(url) && existsSync(url))
            return (await pasted()).inputCommand(url, all, io);
          if (options.offline === true || /\s/.test(url.trim()))
            return (await pasted()).pastedCommand(url, all, io);
          return (await import('./diagnose/command.js')).diagnoseCommand(url, all, io);
        });
      },
    );

  program
    .command('curl')
    .description('diagnose the call of a curl command: put whycors before it ("Copy as cURL")')
    .argument('<words...>')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action((words: string[]) => {
      choose(async (io) =>
        (await import('./pasted/curl.js')).curlCommand(words, program.opts(), io),
      );
    });

  headersOptions(program.command('headers'))
    .description('diagnose from response headers on standard input (curl -i, network panel)')
    .argument('<url>', 'what was asked')
    .action((url: string, options: DiagnoseOptions) => {
      choose(async (io) => (await import('./pasted/headers.js')).headersCommand(url, options, io));
    });

  program
    .command('har')
    .description('find what CORS refused in a HAR file of Chromium, Firefox or Safari')
    .argument('<file>', 'the file, or - for standard input')
    .option('--live', 'ask the servers about what is refused or not known (GET and OPTIONS)')
    .option('--engine <name>', 'chromium, firefox, webkit or standard (default: who wrote it)')
    .option('--json', 'as JSON')
    .option('--no-color', 'without colours')
    .action((file: string, options: HarOptions) => {
      choose(async (io) => (await import('./har/command.js')).harCommand(file, options, io));
    });

  program
    .command('simulate')
    .description('run scenario files (JSON or JSON lines; - is standard input) without any network')
    .argument('<file...>')
    .option('--engine <name>', 'chromium, firefox, webkit, standard or all', 'all')
    .option('--format <format>', 'json, jsonl or text (default: text on a terminal, else jsonl)')
    .action((files: string[], options: { engine: string; format?: string }) => {
      choose(async (io) =>
        (await import('./simulate/command.js')).simulateCommand(files, options, io),
      );
    });

  program
    .command('policy')
    .description('write what makes a policy hold on a server, and check it by simulation')
    .option(
      '--origin <origin>',
      'a page that may call: https://app.example.com; repeatable',
      collect,
    )
    .option('--method <method>', 'a method that it may use; repeatable', collect)
    .option('--header <name>', 'a request header that it may set; repeatable', collect)
    .option('--expose <name>', 'a response header that it may read; repeatable', collect)
    .option('--credentials', 'with cookies')
    .option('--max-age <seconds>', 'how long browsers may remember the preflight')
    .option('--for <target>', 'the server, platform or framework; list: all names')
    .option('--url <url>', 'the API, as https://api.example.com/v1')
    .option('--path <prefix>', 'where it is to hold (default: the path of --url)')
    .option('--upstream <url>', 'what is behind the server (default: http://127.0.0.1:3000)')
    .option('--config <file>', 'change this configuration: prints a diff (- is standard input)')
    .option('--from <target>', 'carry over what --config says, which is of this target')
    .option('--json', 'as JSON')
    .option('--no-color', 'without colours')
    .action((options: PolicyOptions) => {
      choose(async (io) => (await import('./policy/command.js')).policyCommand(options, io));
    });

  program
    .command('lint')
    .description('find what is wrong with CORS in configurations (- is standard input)')
    .argument('<file...>')
    .option('--target <target>', 'what they configure (default: as each file shows)')
    .option('--format <format>', 'text, json, sarif or github', 'text')
    .option('--no-color', 'without colours')
    .action((files: string[], options: LintOptions) => {
      choose(async (io) => (await import('./lint/command.js')).lintCommand(files, options, io));
    });

  registerCheck(program, choose);
  registerK8s(program, choose);

  program
    .command('ui')
    .description('a page on this machine that shows the exchange and lets you play with it')
    .option('--port <port>', 'where to listen on 127.0.0.1 (default: any that is free)')
    .option('--no-open', 'do not open a browser')
    .action((options: UiOptions) => {
      choose(async (io) => (await import('./ui/command.js')).uiCommand(options, io));
    });

  program
    .command('explain')
    .description('explain a root cause, or list them all')
    .argument('[rule]')
    .action((rule: string | undefined) => {
      choose(async (io) => (await import('./explain/command.js')).explainCommand(rule, io));
    });

  program
    .command('messages')
    .description("list the lines that browsers' consoles print, and what each means")
    .argument('[engine]', 'chromium, firefox or webkit')
    .option('--json', 'as JSON')
    .action((engine: string | undefined, options: { json?: boolean }) => {
      choose(async (io) =>
        (await import('./messages/command.js')).messagesCommand(engine, options, io),
      );
    });

  program
    .command('serve-fix')
    .description('until the server is mended: a proxy on this machine that adds CORS (development)')
    .argument('<url>', 'the API, as https://api.example.com')
    .option('--origin <origin>', 'the page (default: http://localhost:3000); repeatable', collect)
    .option('--method <method>', 'allow only these (default: what is asked for)', collect)
    .option('--header <name>', 'allow only these (default: what is asked for)', collect)
    .option('--expose <name>', 'a response header that the page may read; repeatable', collect)
    .option('--credentials', 'with cookies')
    .option('--port <port>', 'where to listen on 127.0.0.1 (default: 8787)')
    .option(
      '--token <token>',
      'the first part of every path (default: a new one); keeps other pages out',
    )
    .action((url: string, options: ServeFixOptions) => {
      choose(async (io) =>
        (await import('./serve-fix/command.js')).serveFixCommand(url, options, io),
      );
    });

  program
    .command('mcp')
    .description('a server for coding agents (Model Context Protocol on standard input and output)')
    .option('--read-only', 'no tool can send requests with side effects, whatever is asked')
    .addHelpText('after', MCP_HELP)
    .action((options: McpOptions) => {
      choose(async (io) => (await import('./mcp/command.js')).mcpCommand(options, io));
    });

  program
    .command('completion')
    .description('print a completion script for a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => {
      choose(async (io) =>
        (await import('./completion/command.js')).completionCommand(shell, program, io),
      );
    });
  return program;
}

/** The call whose answers are pasted. */
function headersOptions(command: Command): Command {
  return command
    .option('-X, --method <method>', 'HTTP method (default: GET, or POST with --data)')
    .option('-H, --header <line>', 'a header that the page sets; repeatable', collect)
    .option('-d, --data <text>', 'body, as text given to fetch()')
    .option('--origin <origin>', 'origin of the page (default: http://localhost:3000)')
    .option('--credentials <mode>', 'omit, same-origin or include (default: same-origin)')
    .option('--mode <mode>', 'cors, no-cors or same-origin (default: cors)')
    .option('--redirect <mode>', 'follow, error or manual (default: follow)')
    .option('--engine <name>', 'chromium, firefox, webkit, standard or all (default: all)')
    .option('--json', 'as JSON')
    .option('--no-color', 'without colours');
}

/** Of `--verify URL` and `--fix URL` commander takes the URL for the option's value. */
function swapBack<Options extends { verify?: string | true; fix?: string | true }>(
  typed: string | undefined,
  given: Options,
): { options: Options; url: string | undefined } {
  const { verify, fix } = given;
  if (typed !== undefined) return { options: given, url: typed };
  if (/[^a-z]/.test(String(verify ?? '')))
    return { options: { ...given, verify: true }, url: String(verify) };
  if (/[^a-z0-9-]/.test(String(fix ?? '')))
    return { options: { ...given, fix: true }, url: String(fix) };
  return { options: given, url: undefined };
}

const MCP_HELP = `
Tools: diagnose, explain, policy, check. Requests with side effects are sent only where a call
of a tool says send: true. An agent starts it; for most of them the configuration is:
  { "mcpServers": { "whycors": { "command": "npx", "args": ["-y", "whycors", "mcp"] } } }
`;

const EXAMPLES = `
Examples:
  whycors https://api.example.com/orders --origin https://app.example.com
  whycors https://api.example.com/orders -X PUT --credentials include \\
          -H 'Content-Type: application/json' --origin http://localhost:3000
  whycors "Access to fetch at 'https://api.example.com/orders' from origin …"
  whycors explain wildcard-with-credentials
  whycors policy --origin https://app.example.com --method PUT --for nginx
  whycors lint nginx.conf
  whycors k8s ./manifests --url https://api.example.com/orders

Exit codes: 0 allowed, 1 refused, 2 wrong usage or input, 3 no server reached.
Nothing but GET, HEAD and OPTIONS leaves this machine without --send.
`;
