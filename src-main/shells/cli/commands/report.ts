import { resolve } from 'node:path';
import { REPORT_ORDERS, REPORT_PARTS } from '../../../contract/index.ts';
import { choice, isGiven, requiredText, text, words } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { classOption, filterOptions, readFilter } from '../filter-arguments.ts';
import { openCase } from '../open-case.ts';
import { safeText } from '../safe-text.ts';

export const reportCommand: Command = {
  name: 'report',
  summary: 'Writes a report package (BagIt) of the case or of what the filter lets through.',
  positionals: ['CASE'],
  options: {
    out: { type: 'string', value: 'DIR', help: 'a new folder for the package (required)' },
    clock: {
      type: 'string',
      value: 'ISO',
      help: 'the time printed in the report; the clock of the machine when not given',
    },
    title: { type: 'string', value: 'TEXT', help: 'title of the report' },
    'no-pdf': { type: 'boolean', help: 'leaves the PDF out' },
    marks: { type: 'boolean', help: 'prints the tags and notes of the examiner with their lines' },
    annotations: { type: 'boolean', help: 'prints the times that the examiner named' },
    legal: { type: 'boolean', help: 'prints general information on legal process for the owners of devices' },
    order: {
      type: 'string',
      value: 'ORDER',
      help: 'of the lines: conversation (when not given), or time over all of them',
    },
    'leave-out': {
      type: 'string',
      multiple: true,
      value: 'PART',
      help: `does without ${REPORT_PARTS.join(', ')}; may be repeated; the report says so`,
    },
    'no-media': { type: 'boolean', help: 'leaves the media files out' },
    ...filterOptions,
    ...classOption,
  },
  notes: ['The same case, options and --clock give the same bytes on any machine.'],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const out = resolve(requiredText(input, 'out'));
    const info = await openCase(input, terminal);
    const filter = await readFilter(input, terminal, info.zone);
    const clock = text(input, 'clock');
    const title = text(input, 'title');
    const order = choice(input, 'order', REPORT_ORDERS);
    const leaveOut = words(input, 'leave-out', REPORT_PARTS);
    const job = await client.runJob('report.create', {
      out,
      filter,
      pdf: !isGiven(input, 'no-pdf'),
      media: !isGiven(input, 'no-media'),
      ...(isGiven(input, 'marks') && { marks: true }),
      ...(isGiven(input, 'annotations') && { annotations: true }),
      ...(isGiven(input, 'legal') && { legal: true }),
      ...(order === null ? {} : { order }),
      ...(leaveOut.length === 0 ? {} : { leaveOut: [...leaveOut] }),
      ...(clock === null ? {} : { clock }),
      ...(title === null ? {} : { title }),
    });
    if (json) await output.json(job.result);
    else {
      await output.line(`report written to ${safeText(out)}`);
      const seal = job.result?.seal;
      if (typeof seal === 'string') await output.line(`seal (sha256 of tagmanifest-sha256.txt): ${seal}`);
    }
    return EXIT.done;
  },
};
