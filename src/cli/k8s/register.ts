import { Option, type Command } from 'commander';
import type { Task } from '../program.js';
import type { K8sFixOptions } from './fix.js';
import type { K8sLintOptions } from './lint.js';
import type { K8sMigrateOptions } from './migrate.js';
import type { K8sCallOptions } from './options.js';

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

const FILES =
  'manifests: files, folders, or - for standard input (default: the cluster of kubectl)';

/** `whycors k8s` and its commands. */
export function registerK8s(program: Command, choose: (task: Task) => void): void {
  const k8s = common(
    callOptions(
      program
        .command('k8s')
        .description('which Ingress object answers a call, what the controller sends, and why not')
        .argument('[file...]', FILES)
        .enablePositionalOptions(),
    ),
  )
    .option('--json', 'as JSON')
    .action((files: string[], options: K8sCallOptions & { request?: string }) => {
      choose(async (io) => (await import('./ask.js')).askCommand(files, call(options), io));
    });

  common(k8s.command('lint'))
    .description('find what is wrong with CORS in all objects, each by itself and together')
    .argument('[file...]', FILES)
    .option('--format <format>', 'text, json, sarif or github', 'text')
    .option('--probe', 'ask one path of each object, too: does its service send CORS headers?')
    .option('-k, --insecure', 'with --probe: accept any certificate')
    .option('-x, --proxy <url>', 'with --probe: go through this proxy')
    .action((files: string[], options: K8sLintOptions) => {
      choose(async (io) => (await import('./lint.js')).k8sLintCommand(files, options, io));
    });

  common(callOptions(k8s.command('fix')))
    .description('the annotations that let a call through: as a diff, and for kubectl annotate')
    .argument('[file...]', FILES)
    .option('--split', 'give the path an object of its own where its object has others, too')
    .option('--write', 'apply the change to the file (the old one is kept beside it)')
    .option('--json', 'as JSON')
    .action((files: string[], options: K8sFixOptions & { request?: string }) => {
      choose(async (io) => (await import('./fix.js')).fixCommand(files, call(options), io));
    });

  common(k8s.command('migrate'))
    .description('carry the CORS behaviour over to another controller, with a proof')
    .argument('[file...]', FILES)
    .option('--to <id>', 'gateway-api, envoy-gateway, traefik, istio …')
    .option('--out <file>', 'put the new objects into this file (default: standard output)')
    .option('--json', 'all as JSON')
    .action((files: string[], options: K8sMigrateOptions) => {
      choose(async (io) => (await import('./migrate.js')).migrateCommand(files, options, io));
    });
}

function callOptions(command: Command): Command {
  return command
    .optionsGroup('The call:')
    .option('--url <url>', 'what the page calls: https://api.example.com/v1/orders')
    .option('--origin <origin>', 'origin of the page (default: http://localhost:3000)')
    .option('-X, --method <method>', 'HTTP method (default: GET, or POST with --data)')
    .addOption(new Option('--request <method>', 'the same').hideHelp())
    .option('-H, --header <line>', 'a header that the page sets; repeatable', collect)
    .option('-d, --data <text>', 'body, as text given to fetch()')
    .option('--credentials <mode>', 'omit, same-origin or include (default: same-origin)')
    .option('--mode <mode>', 'cors, no-cors or same-origin (default: cors)')
    .option('--engine <name>', 'chromium, firefox, webkit, standard or all (default: all)');
}

function common(command: Command): Command {
  return command
    .optionsGroup('The cluster:')
    .option('--context <name>', 'context of kubectl (default: its current one)')
    .option('-n, --namespace <name>', 'namespace (default: that of the context)')
    .option('-A, --all-namespaces', 'all namespaces')
    .option('--ingress-class <name>', 'the class of Ingress NGINX (default: as the objects show)')
    .option('--controller-version <version>', 'as 1.11.3 (default: as the objects show, or 1.15.1)')
    .option('--client-ip <address>', 'of the caller, for allowlists (default: it is in them)')
    .optionsGroup('The report:')
    .option('--no-color', 'without colours');
}

function call<Options extends K8sCallOptions>(given: Options & { request?: string }): Options {
  const method = given.method ?? given.request;
  return method === undefined ? given : { ...given, method };
}
