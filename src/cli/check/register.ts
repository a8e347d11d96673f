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
    .argument('[file]', 'the contract (default: whycors.yaml)')
    .optionsGroup('What is asked:')
    .option('--env <name>', "one of the contract's environments")
    .option('--var <name=value>', 'a variable of the contract; repeatable', collect)
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
    .description('write a contract for check from an OpenAPI document or a HAR file')
    .argument('<file>', 'the file, or - for standard input')
    .option('--origin <origin>', 'of the pages that call (OpenAPI); repeatable', collect)
    .option('--server <url>', 'where an OpenAPI document names none: https://api.example.com')
    .action((file: string, options: InitOptions) => {
      choose(async (io) => (await import('../init/command.js')).initCommand(file, options, io));
    });
}
