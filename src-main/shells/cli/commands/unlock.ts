import { counted } from '../counted.ts';
import { EXIT, type Command } from '../command.ts';
import { exitAfter, keyArguments, keyNote, keyOptions, unlockWith } from '../key-arguments.ts';
import { openCase } from '../open-case.ts';
import { sourceLine } from './sources.ts';

export const unlockCommand: Command = {
  name: 'unlock',
  summary: 'Opens locked files with the keys that are given, and looks for sources in what comes out.',
  positionals: ['CASE'],
  options: keyOptions,
  notes: [
    'affiant locks CASE lists what is locked, with its number and what it wants.',
    keyNote,
    'Without --key, exhibits in which nobody looked for locked files are searched.',
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const keys = keyArguments(input);
    await openCase(input, terminal);
    const { unsearched } = await client.call('lock.list', {});
    if (unsearched.length > 0) await client.runJob('lock.find', {});
    const done = await unlockWith(keys, input, terminal);
    const { locks } = await client.call('lock.list', {});
    const sources = await client.call('source.list', {});
    if (json) await output.json({ opened: done.opened, locks, sources });
    else {
      for (const source of sources) await output.line(sourceLine(source));
      const left = locks.filter(({ state }) => state !== 'opened').length;
      if (left > 0) await output.line(`${counted(left, 'locked file is', 'locked files are')} left`);
    }
    return exitAfter(done, EXIT.done);
  },
};
