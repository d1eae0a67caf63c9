import { resolve } from 'node:path';
import { isGiven, positional, requiredText } from '../arguments.ts';
import { counted } from '../counted.ts';
import { type Command } from '../command.ts';
import { exitAfter, keyArguments, keyNote, keyOptions, unlockWith } from '../key-arguments.ts';
import { limitOptions, readLimits } from '../limit-arguments.ts';
import { exitCodeOf, issuesLine, openCase } from '../open-case.ts';
import { showBytes } from '../progress-line.ts';
import { safeText } from '../safe-text.ts';

export const addCommand: Command = {
  name: 'add',
  summary: 'Takes an exhibit into the case: hashes it while reading and finds the sources in it.',
  positionals: ['CASE', 'PATH'],
  options: {
    exhibit: { type: 'string', value: 'REF', help: 'reference number of the exhibit (required)' },
    sha1: { type: 'boolean', help: 'SHA-1 as well' },
    md5: { type: 'boolean', help: 'MD5 as well' },
    ...keyOptions,
    ...limitOptions,
  },
  notes: [
    'PATH is a folder, a zip, a tar, a tar.gz or a single file. Nothing is written to it.',
    'With --key, locked files of the exhibit are opened at once; LOCK is then a path or `all`.',
    keyNote,
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const reference = requiredText(input, 'exhibit');
    const limits = readLimits(input);
    const keys = keyArguments(input);
    await openCase(input, terminal);
    const job = await client.runJob('exhibit.add', {
      path: resolve(positional(input, 1)),
      reference,
      hashes: (['sha1', 'md5'] as const).filter((name) => isGiven(input, name)),
      limits,
    });
    const exhibit = (await client.call('exhibit.list', {})).find((row) => row.reference === reference);
    const unlocked = await unlockWith(keys, input, terminal, exhibit?.id ?? null);
    const sources = (await client.call('source.list', {})).filter((row) => row.exhibit === exhibit?.id);
    if (json) await output.json({ exhibit: exhibit ?? null, sources, issues: job.result?.issues ?? null });
    else if (exhibit !== undefined) {
      await output.line(
        `exhibit ${safeText(exhibit.reference)}: ${counted(exhibit.files, 'file')}, ${showBytes(exhibit.sizeBytes)}, sha256 ${exhibit.sha256}`,
      );
      for (const source of sources) {
        const locked = source.keyRequest === null ? '' : `, locked: ${source.keyRequest.hint}`;
        await output.line(
          `source ${source.id}: ${safeText(source.label)} (${source.variant}, ${source.proof})${safeText(locked)}`,
        );
      }
      if (sources.length === 0) await output.line('no sources found');
      const locks = (await client.call('lock.list', {})).locks.filter(
        (lock) => lock.exhibit === exhibit.id && lock.state !== 'opened',
      );
      if (locks.length > 0) await output.line(`${counted(locks.length, 'locked file')}; affiant locks lists them`);
      const issues = issuesLine(job);
      if (issues !== null) await output.line(issues);
    }
    return exitAfter(unlocked, exitCodeOf(job));
  },
};
