import { counted } from '../counted.ts';
import { EXIT, type Command } from '../command.ts';
import { showInstant } from '../instants.ts';
import { consultCase } from '../open-case.ts';
import { showBytes } from '../progress-line.ts';
import { safeText } from '../safe-text.ts';
import { sourceLine } from './sources.ts';

export const statusCommand: Command = {
  name: 'status',
  summary: 'Shows the case, its exhibits, sources, counts and issues.',
  positionals: ['CASE'],
  options: {},
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const info = await consultCase(input, terminal);
    const exhibits = await client.call('exhibit.list', {});
    const sources = await client.call('source.list', {});
    const reports = await client.call('report.list', {});
    if (json) {
      await output.json({ case: info, exhibits, sources, reports });
      return EXIT.done;
    }
    await output.line(`case ${safeText(info.number)}, examiner ${safeText(info.examiner)}, zone ${info.zone}`);
    const issuer = info.authority.issuer === '' ? '' : `, issued by ${safeText(info.authority.issuer)}`;
    await output.line(`authority: ${info.authority.kind}, ${safeText(info.authority.reference)}${issuer}`);
    await output.line(`made ${showInstant(info.createdMs, info.zone)}`);
    for (const exhibit of exhibits) {
      await output.line(
        `exhibit ${safeText(exhibit.reference)} [${exhibit.state}] ${exhibit.kind} ${safeText(exhibit.path)}: ${counted(exhibit.files, 'file')}, ${showBytes(exhibit.sizeBytes)}, sha256 ${exhibit.sha256}`,
      );
    }
    for (const source of sources) await output.line(sourceLine(source));
    const counts = Object.entries(info.counts).map(([name, count]) => `${count} ${name}`);
    await output.line(counts.join(', '));
    for (const report of reports)
      await output.line(`report ${safeText(report.path)}: ${counted(report.items, 'item')}, seal ${report.seal}`);
    return EXIT.done;
  },
};
