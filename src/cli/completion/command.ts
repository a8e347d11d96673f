import type { Command } from 'commander';
import { WORDING } from '../../reporters/index.js';
import { TARGETS } from '../../targets/index.js';
import { UsageError, type Io } from '../io.js';

const TARGET_IDS = Object.keys(TARGETS).join(' ');

/** Values that options and arguments take from a closed list. */
const VALUES: Readonly<Record<string, string>> = {
  '--credentials': 'omit same-origin include',
  '--mode': 'cors no-cors same-origin',
  '--redirect': 'follow error manual',
  '--engine': 'chromium firefox webkit standard all',
  '--format': 'json jsonl text sarif github',
  '--fix': TARGET_IDS,
  '--for': `${TARGET_IDS} list`,
  '--from': TARGET_IDS,
  '--target': TARGET_IDS,
};

/** `whycors completion bash|zsh|fish`: a script to source. @returns the exit code */
export async function completionCommand(shell: string, program: Command, io: Io): Promise<number> {
  const script = SHELLS[shell];
  if (!script) throw new UsageError(`completion: "${shell}" is not one of bash, zsh, fish.`);
  await io.out(script(program));
  return 0;
}

const SHELLS: Readonly<Record<string, (program: Command) => string>> = {
  bash,
  // zsh runs bash's completion functions: https://zsh.sourceforge.io/Doc/Release/Completion-System.html (bashcompinit)
  zsh: (program) => `autoload -Uz bashcompinit && bashcompinit\n${bash(program)}`,
  fish,
};

function longOptions(program: Command): string[] {
  const all = [program, ...program.commands].flatMap((command) => command.options);
  const long = all.filter(({ hidden }) => !hidden).flatMap((option) => option.long ?? []);
  return [...new Set([...long, '--help'])];
}

function bash(program: Command): string {
  const cases = Object.entries(VALUES).map(
    ([option, values]) =>
      `    ${option}) COMPREPLY=($(compgen -W "${values}" -- "$cur")); return ;;`,
  );
  const commands = program.commands.map((command) => command.name()).join(' ');
  return `# whycors: source this, or write it to a file that your shell reads at its start.
_whycors() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$prev" in
${cases.join('\n')}
    explain) COMPREPLY=($(compgen -W "${Object.keys(WORDING).join(' ')}" -- "$cur")); return ;;
    messages) COMPREPLY=($(compgen -W "chromium firefox webkit" -- "$cur")); return ;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")); return ;;
    --cacert | --config) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "${longOptions(program).join(' ')}" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "${commands}" -- "$cur") $(compgen -f -- "$cur"))
  fi
}
complete -F _whycors whycors
`;
}

function fish(program: Command): string {
  const commands = program.commands.map(
    (command) =>
      `complete -c whycors -n __fish_use_subcommand -a ${command.name()} -d '${command.description().replaceAll("'", "\\'")}'`,
  );
  const options = longOptions(program).map((option) => {
    const values = VALUES[option];
    return `complete -c whycors -l ${option.slice(2)}${values ? ` -x -a '${values}'` : ''}`;
  });
  const rules = `complete -c whycors -n '__fish_seen_subcommand_from explain' -a '${Object.keys(WORDING).join(' ')}'`;
  return `${[...commands, ...options, rules].join('\n')}\n`;
}
