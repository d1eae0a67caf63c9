import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VerifyResult } from '../../../contract/index.ts';
import { choice, positional } from '../arguments.ts';
import { EXIT, type Command, type Input, type Terminal } from '../command.ts';
import { openCase } from '../open-case.ts';
import { showBytes } from '../progress-line.ts';
import { safeText } from '../safe-text.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'Checks a case (exhibits, working copies, records, custody log) or a report package, and names what differs.',
  positionals: ['CASE|REPORT'],
  options: {
    records: {
      type: 'string',
      value: 'HOW',
      help: 'for a case, records to read again: none, sample or all; sample when not given',
    },
  },
  async run(input, terminal) {
    const { output, json } = terminal;
    const result = await check(input, terminal);
    if (json) await output.json(result);
    else {
      const { files, bytes, records, custodyEntries } = result.checked;
      await output.line(
        `checked ${files} files, ${showBytes(bytes)}, ${records} records, ${custodyEntries} custody entries`,
      );
      for (const difference of result.differences) {
        const values = [
          difference.expected === null ? null : `expected ${safeText(difference.expected)}`,
          difference.found === null ? null : `found ${safeText(difference.found)}`,
        ].filter((value) => value !== null);
        await output.line(
          `${difference.kind} ${difference.subject}: ${safeText(difference.path)} ${values.join(', ')}`.trimEnd(),
        );
      }
      await output.line(
        result.ok ? 'verification passed' : `verification FAILED: ${result.differences.length} differences`,
      );
    }
    return result.ok ? EXIT.done : EXIT.verificationFailed;
  },
};

async function check(input: Input, terminal: Terminal): Promise<VerifyResult> {
  const path = resolve(positional(input, 0));
  if (!existsSync(join(path, 'case.db'))) return terminal.client.call('verify.report', { path });
  const records = choice(input, 'records', ['none', 'sample', 'all']) ?? 'sample';
  await openCase(input, terminal);
  const job = await terminal.client.runJob('verify.case', { records });
  return job.result as unknown as VerifyResult;
}
