import type { Command } from 'commander';
import type { Task } from '../program.js';
import type { InitOptions } from '../init/command.js';
import type { CheckOptions } from './command.js';

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `whycors check` and `whycors init`. */
export function registerCheck(program: Command, choose: (task: Task) => void): void {
  program
    .command('check')
    .description('hold an API to a contract of who may call what (for CI)')
    .argument('[file]', 'the contract, or an OpenAPI document (default: whycors.yaml)')
    .optionsGroup('What is asked:')
    .option('--env <name>', "one of the contract's environments")
    .option('--var <name=value>', 'a variable of the contract; repeatable', collect)
    .option('--origin <origin>', 'a page that calls, for OpenAPI; repeatable', collect)
    .option('--server <url>', 'where an OpenAPI document names none: https://api.example.com')
    .option('--simulate <file>', 'ask this configuration instead of servers')
    .option('--target <target>', 'what --simulate configures (default: as the file shows)')
    .option('--live', 'with --simulate: ask the servers, too, and compare')
    .option('--send', 'send requests with side effects, too')
    .option('--shard <i/n>', 'only the i-th of n parts')
    .optionsGroup('How:')
    .option('--per-host <count>', 'requests at the same time to one host (default: 8)')
    .option('--retries <count>', 'tries more where the network fails (default: 1)')
    .option('--max-time <seconds>', 'time limit of a request (default: 10)')
    .option('-k, --insecure', 'accept any certificate')
    .option('-x, --proxy <url>', 'go through this proxy')
    .optionsGroup('The report:')
    .option(
      '--report <format[=file]>',
      'text, json, junit, sarif, github, markdown, html; repeatable',
      collect,
    )
    .option('--only-changed <file>', 'only what is other than in this JSON report')
    .option('--no-color', 'without colours')
    .action((file: string | undefined, options: CheckOptions) => {
      choose(async (io) => (await import('./command.js')).checkCommand(file, options, io));
    });

  program
    .command('init')
    .description('write a contract for check: from OpenAPI, HAR, a configuration, or a policy')
    .argument('[file]', 'the file, or - for standard input; none for a policy told by options')
    .option('--origin <origin>', 'a page that calls (OpenAPI, policy); repeatable', collect)
    .option('--server <url>', 'the API, where the file does not name it: https://api.example.com')
    .option('--method <method>', 'of a policy: a method that pages may use; repeatable', collect)
    .option(
      '--header <name>',
      'of a policy: a request header that pages may set; repeatable',
      collect,
    )
    .option('--expose <name>', 'of a policy: a header that pages may read; repeatable', collect)
    .option('--credentials', 'of a policy: with cookies')
    .option('--max-age <seconds>', 'of a policy: for how long the preflight may be remembered')
    .option('--target <target>', 'what a configuration is of (default: as it shows)')
    .action((file: string | undefined, options: InitOptions) => {
      choose(async (io) => (await import('../init/command.js')).initCommand(file, options, io));
    });
}
