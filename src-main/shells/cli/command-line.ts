import { userInfo } from 'node:os';
import { createEngine, defaultAppDir } from '../../api/index.ts';
import { readArguments } from './arguments.ts';
import { CommandFailed, createClient, type Client } from './client.ts';
import { EXIT, UsageError, type Command, type ExitCode } from './command.ts';
import { commands } from './commands/index.ts';
import { failureText } from './failure-text.ts';
import { commandHelp, overview } from './help.ts';
import { createOutput } from './output.ts';
import { safeText } from './safe-text.ts';

/** Runs one command line and returns its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
  const [word, ...rest] = argv;
  const command = commands.find((candidate) => candidate.name === word);
  try {
    if (command === undefined) return await withoutCommand(word, output);
    const input = readArguments(command, rest);
    if (input.values.help === true) {
      await output.line(commandHelp(command));
      return EXIT.done;
    }
    return await withEngine(command, input, output);
  } catch (error) {
    return explain(error, command, output, rest.includes('--json'));
  } finally {
    await output.flush();
  }
}

type FlushingOutput = ReturnType<typeof createOutput>;

async function withoutCommand(word: string | undefined, output: FlushingOutput): Promise<ExitCode> {
  if (word === '--help' || word === '-h' || word === 'help') {
    await output.line(overview(commands));
    return EXIT.done;
  }
  output.note(overview(commands));
  if (word !== undefined) output.note(`\naffiant: "${safeText(word)}" is no command`);
  return EXIT.usage;
}

async function withEngine(
  command: Command,
  input: ReturnType<typeof readArguments>,
  output: FlushingOutput,
): Promise<ExitCode> {
  const engine = createEngine({
    appDir: defaultAppDir(process.env),
    clock: Date.now,
    jobWorker: new URL('../../api/job-worker.ts', import.meta.url),
    actor: userInfo().username,
    writeSample: null,
  });
  const client = createClient(engine, output);
  const onInterrupt = interrupter(client, output);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    return await command.run(input, { client, output, json: input.values.json === true });
  } finally {
    await client.close();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

function interrupter(client: Client, output: FlushingOutput): () => void {
  let asked = 0;
  return () => {
    asked += 1;
    if (client.interrupt() && asked === 1) output.note('cancelling; the open batch is rolled back');
    else process.exit(EXIT.failure);
  };
}

function explain(error: unknown, command: Command | undefined, output: FlushingOutput, json: boolean): ExitCode {
  if (error instanceof UsageError) {
    output.note(`affiant${command === undefined ? '' : ` ${command.name}`}: ${safeText(error.message)}`);
    if (command !== undefined) output.note(`affiant ${command.name} --help explains the command`);
    return EXIT.usage;
  }
  if (error instanceof CommandFailed) {
    output.note(json ? JSON.stringify({ failure: error.failure }) : `affiant: ${failureText(error.failure)}`);
    return error.failure.code === 'bad-parameters' ? EXIT.usage : EXIT.failure;
  }
  throw error;
}
