import { assignment, texts } from '../arguments.ts';
import { UsageError, type Command } from '../command.ts';
import { exitAfter, keyArguments, keyNote, keyOptions, unlockWith } from '../key-arguments.ts';
import { exitCodeOf, issuesLine, openCase } from '../open-case.ts';
import { sourceLine } from './sources.ts';

export const ingestCommand: Command = {
  name: 'ingest',
  summary: 'Reads the sources that were found into the case.',
  positionals: ['CASE'],
  options: {
    source: { type: 'string', multiple: true, value: 'ID', help: 'only this source; may be repeated' },
    answer: {
      type: 'string',
      multiple: true,
      value: 'SOURCE:QUESTION=VALUE',
      help: 'answer to a question of a source (see affiant sources)',
    },
    ...keyOptions,
  },
  notes: [
    'A source that was ingested before is left as it is unless it is named with --source.',
    'With --key, locked files are opened first, as affiant unlock does.',
    keyNote,
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const keys = keyArguments(input);
    const answers = texts(input, 'answer').map(readAnswer);
    const named = texts(input, 'source').map((given) => readId(given, 'source'));
    await openCase(input, terminal);
    const unlocked = await unlockWith(keys, input, terminal);
    for (const answer of answers) await client.call('source.answer', answer);
    const job = await client.runJob('source.ingest', named.length === 0 ? {} : { sources: named });
    const sources = await client.call('source.list', {});
    if (json) await output.json({ sources, issues: job.result?.issues ?? null });
    else {
      for (const source of sources) await output.line(sourceLine(source));
      const issues = issuesLine(job);
      if (issues !== null) await output.line(issues);
    }
    return exitAfter(unlocked, exitCodeOf(job));
  },
};

function readAnswer(given: string): { source: number; question: string; value: string } {
  const [name, value] = assignment(given, 'answer');
  const [source, question] = name.split(':');
  if (source === undefined || question === undefined || question === '') {
    throw new UsageError('--answer wants SOURCE:QUESTION=VALUE');
  }
  return { source: readId(source, 'answer'), question, value };
}

function readId(given: string, option: string): number {
  const id = Number(given);
  if (!/^\d+$/u.test(given) || !Number.isSafeInteger(id) || id < 1) {
    throw new UsageError(`--${option} wants the number of a source, not "${given}"`);
  }
  return id;
}
