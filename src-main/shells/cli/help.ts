import type { Command } from './command.ts';

/** The list of commands. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'affiant: reads lawfully extracted messenger databases and writes reports that lead back to hashed bytes',
    '',
    'Usage: affiant COMMAND [arguments] [--json]',
    '',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'affiant COMMAND --help explains one command.',
    'Exit codes: 0 done, 1 done with errors recorded, 2 usage, 3 failure, 4 verification failed.',
  ].join('\n');
}

/** One command with its options. */
export function commandHelp(command: Command): string {
  const entries = Object.entries(command.options).map(([name, option]) => {
    const value = option.value === undefined ? '' : ` ${option.value}`;
    return [`--${name}${value}`, option.help] as const;
  });
  const all = [...entries, ['--json', 'one object, or JSON Lines for lists'], ['--help', 'this text']] as const;
  const width = Math.max(...all.map(([flag]) => flag.length));
  return [
    `Usage: affiant ${[command.name, ...command.positionals].join(' ')} [options]`,
    '',
    command.summary,
    '',
    ...all.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    ...(command.notes ?? []).flatMap((note) => ['', note]),
  ].join('\n');
}
