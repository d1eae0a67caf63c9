import type { LedgerRow, SourceView } from '../../contract/index.ts';
import { SOFTWARE } from '../software.ts';
import { words } from '../words.ts';

/** What the method and limits statement is computed from. Counts, so that memory does not grow with the case. */
export interface Findings {
  readonly sources: readonly SourceView[];
  readonly unclaimed: readonly LedgerRow[];
  readonly unbalanced: readonly LedgerRow[];
  /** Issues by code, then by severity. */
  readonly issues: ReadonlyMap<string, Readonly<Record<'note' | 'warning' | 'error', number>>>;
  readonly attachments: {
    readonly named: number;
    readonly absent: number;
    readonly kept: number;
    readonly unkept: number;
  };
  readonly recovered: number;
  readonly deleted: number;
  readonly lines: number;
  readonly withheld: number;
  readonly zoneUnstated: number;
  readonly undated: number;
  readonly nameAndSize: number;
  readonly ownersAssumed: number;
}

/** How the records came into the report, one statement a paragraph. */
export function methodStatements(found: Findings): readonly string[] {
  return [
    `Written by ${SOFTWARE.name} ${SOFTWARE.version}. Exhibits were hashed with SHA-256 while they were taken in and were opened for reading only.`,
    'Databases were read from working copies, bit-identical to the file in the exhibit by SHA-256, together with the write-ahead log or rollback journal that lay beside them. Rows that exist in one of the two states, with or without that log, are marked.',
    'For records from SQLite, the byte ranges of the row’s cell were found by walking the pages of the database, and are given as offset and length in the named file.',
    'Text is set with fonts that come with the program. Characters without a shape of their own, such as controls and marks that turn the reading order, are printed by their code point.',
    ...found.sources.map(
      (source) =>
        `Source ${source.id} (${source.exhibitReference}, ${source.label}): parser ${source.parser}, revision ${source.revision}, variant ${source.variant}; the mapping is known by ${words.proof[source.proof]}.`,
    ),
  ];
}

/**
 * What the report does not show, under the error words of the SWGDE recommendations on error mitigation (12-Q-001):
 * incompleteness; inaccuracy of existence, alteration, association, corruption; misinterpretation.
 */
export function limitStatements(found: Findings): readonly (readonly [word: string, statement: string])[] {
  return [...incompleteness(found), ...inaccuracy(found), ...misinterpretation(found)];
}

function incompleteness(found: Findings): readonly (readonly [string, string])[] {
  const rows = found.unclaimed.reduce((sum, row) => sum + row.rows, 0);
  const unread = found.sources.filter((source) => source.state !== 'ingested');
  const list: (readonly [string, string])[] = [
    [
      'Incompleteness',
      'The report shows records that lay in the exhibits and that the named parsers read. What a device or a service held elsewhere, or had removed beyond trace, is not in it.',
    ],
    [
      'Incompleteness',
      `${count(found.unclaimed.length, 'table')} with ${count(rows, 'row')} were not claimed by a parser: counted in the row ledger and not interpreted.`,
    ],
    [
      'Incompleteness',
      `${count(found.unbalanced.length, 'claimed table')} had rows that are neither used nor left out with a reason.`,
    ],
  ];
  if (unread.length > 0) {
    list.push([
      'Incompleteness',
      `${count(unread.length, 'source')} were found and not read to the end: ${unread.map((source) => `source ${source.id} (${source.label}, ${source.state})`).join('; ')}.`,
    ]);
  }
  if (found.withheld > 0)
    list.push([
      'Incompleteness',
      `${count(found.withheld, 'message or event', 'messages or events')} were withheld by the scope of the case.`,
    ]);
  if (found.attachments.absent > 0)
    list.push([
      'Incompleteness',
      `Of ${count(found.attachments.named, 'attachment')} named by the apps, the content of ${found.attachments.absent} was not found in the exhibits.`,
    ]);
  if (found.attachments.unkept > 0)
    list.push([
      'Incompleteness',
      `The content of ${count(found.attachments.unkept, 'attachment')} lies in the exhibits and was not copied into this report.`,
    ]);
  const lost = [...found.issues.values()].reduce((sum, counts) => sum + counts.error, 0);
  list.push([
    'Incompleteness',
    `${count(lost, 'issue')} of severity “error” were recorded, each for a record or more that could not be read; they are listed under Issues.`,
  ]);
  return list;
}

function inaccuracy(found: Findings): readonly (readonly [string, string])[] {
  const inferred = found.sources.filter((source) => source.proof === 'inferred').length;
  const list: (readonly [string, string])[] = [
    [
      'Inaccuracy: existence',
      found.recovered === 0
        ? 'No recovered records are among the lines.'
        : `${count(found.recovered, 'line')} are recovered records. Recovery can show a text that was not part of the conversation, or show it twice; each carries its method, a confidence and what else can explain it.`,
    ],
    [
      'Inaccuracy: alteration',
      'The report shows what the databases held when the exhibits were taken in. It does not show whether somebody changed them before that.',
    ],
    [
      'Inaccuracy: association',
      'Senders are accounts as the app stores them. The report does not state which person used an account or a device.',
    ],
    [
      'Inaccuracy: corruption',
      'Rows that the database could not give back are issues. Damage that leaves a readable row is not seen by this method.',
    ],
  ];
  if (found.ownersAssumed > 0)
    list.push([
      'Inaccuracy: association',
      `For ${count(found.ownersAssumed, 'source')} the owner is assumed, on the ground printed with the source.`,
    ]);
  if (found.nameAndSize > 0)
    list.push([
      'Inaccuracy: association',
      `${count(found.nameAndSize, 'attachment')} were matched with a file by name and size alone; it can be another file.`,
    ]);
  if (inferred > 0)
    list.push([
      'Inaccuracy: association',
      `For ${count(inferred, 'source')} the meaning of tables and columns is inferred, not observed in data of others nor published.`,
    ]);
  return list;
}

function misinterpretation(found: Findings): readonly (readonly [string, string])[] {
  const list: (readonly [string, string])[] = [
    [
      'Misinterpretation',
      'Times are those the apps stored. A device’s clock can have been wrong; the report does not correct it.',
    ],
    [
      'Misinterpretation',
      '“Deleted” means that the app stores a mark of deletion, or that a row was found outside the app’s own list. It does not show why.',
    ],
    [
      'Misinterpretation',
      'Han characters are printed in one regional form; their shape can differ from that on the device.',
    ],
  ];
  if (found.zoneUnstated > 0)
    list.push([
      'Misinterpretation',
      `${count(found.zoneUnstated, 'line')} carry a time whose zone the source does not state; the time is printed as stored.`,
    ]);
  if (found.undated > 0) list.push(['Misinterpretation', `${count(found.undated, 'line')} carry no time.`]);
  return list;
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${value} ${value === 1 ? one : many}`;
}
