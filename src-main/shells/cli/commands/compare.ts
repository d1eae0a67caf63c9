import type { ComparedRow, ComparedSide, ComparedKind, SourceComparison } from '../../../contract/index.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import { showInstant } from '../instants.ts';
import { consultCase } from '../open-case.ts';
import { safeExcerpt, safeText } from '../safe-text.ts';

const PAGE = 500;
const ALL: readonly ComparedKind[] = ['matched', 'differing', 'only-a', 'only-b'];

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Matches the messages of two sources: what differs, and what one alone holds.',
  positionals: ['CASE', 'SOURCE_A', 'SOURCE_B'],
  options: {
    matched: { type: 'boolean', help: 'list the messages too that differ in nothing' },
  },
  notes: [
    'SOURCE_A and SOURCE_B are numbers of sources, as `affiant sources` lists them; for example a report of another tool and the database in it.',
    'Messages are matched by their shared identifier, else by time, sender and text. What one source states is set beside what the other states: a difference says nothing of which is right.',
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const info = await consultCase(input, terminal);
    const [a, b] = [numberOf(input.positionals[1]), numberOf(input.positionals[2])];
    const kinds = input.values.matched === true ? ALL : ALL.slice(1);
    let first = 0;
    for (;;) {
      const page = await client.call('source.compare', { a, b, kinds: [...kinds], first, limit: PAGE });
      if (first === 0) {
        const { rows: _rows, before: _before, after: _after, first: _first, ...totals } = page;
        if (json) await output.json(totals);
        else for (const line of totalLines(page)) await output.line(line);
      }
      for (const row of page.rows) {
        if (json) await output.json(row);
        else for (const line of rowLines(row, info.zone)) await output.line(line);
      }
      if (page.after === null || output.closed) return EXIT.done;
      first = Number(page.after);
    }
  },
};

function numberOf(text: string | undefined): number {
  if (text === undefined || !/^[1-9]\d{0,8}$/u.test(text))
    throw new UsageError(`not the number of a source: ${safeText(text ?? '')}`);
  return Number(text);
}

function totalLines({ counts, byField, otherApps, beyond, withheld }: SourceComparison): readonly string[] {
  const fields = Object.entries(byField)
    .filter(([, count]) => count > 0)
    .map(([field, count]) => `${count} in ${field}`);
  const lines = [
    `matched: ${counts.matched}`,
    `differing: ${counts.differing}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}`,
    `only in A: ${counts['only-a']}`,
    `only in B: ${counts['only-b']}`,
  ];
  if (otherApps.a + otherApps.b > 0)
    lines.push(`not compared, of apps that the other source does not hold: ${otherApps.a} in A, ${otherApps.b} in B`);
  if (beyond.a + beyond.b > 0) lines.push(`not compared, beyond the most that are: ${beyond.a} in A, ${beyond.b} in B`);
  if (withheld > 0) lines.push(`withheld by the scope: ${withheld}`);
  return lines;
}

function rowLines({ kind, by, differs, a, b }: ComparedRow, zone: string): readonly string[] {
  const what = kind === 'differing' ? `differs in ${differs.join(', ')}` : kind;
  const head = `${what}${by === null ? '' : `, matched by ${by}`}`;
  return [head, ...(a === null ? [] : sideLines('A', a, zone)), ...(b === null ? [] : sideLines('B', b, zone))];
}

function sideLines(name: string, side: ComparedSide, zone: string): readonly string[] {
  const time = side.timeMs === null ? 'no time stored' : showInstant(side.timeMs, zone);
  const parts = [
    `  ${name} #${side.item}`,
    time,
    `[${safeExcerpt(side.conversation ?? '-', 60)}]`,
    `${safeExcerpt(side.sender ?? '?', 60)}:`,
    side.text === null ? `<${side.type}>` : safeExcerpt(side.text, 200),
    ...(side.state === 'live' ? [] : [`(${side.state})`]),
    ...(side.serverId === null ? [] : [`id ${safeExcerpt(side.serverId, 60)}`]),
  ];
  return [parts.join('  '), ...originLines(side)];
}

function originLines({ origin }: ComparedSide): readonly string[] {
  if (origin === null) return [];
  const { at } = origin;
  const place =
    at.kind === 'bytes'
      ? `bytes ${at.offset}+${at.length}`
      : origin.table === null
        ? at.kind
        : `${safeText(origin.table)} row ${String(origin.rowid)}`;
  return [`    ${safeText(origin.path)}, ${place}, file ${origin.sha256}`];
}
