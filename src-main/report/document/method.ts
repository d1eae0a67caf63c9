import type { KeyInput, LedgerRow, SourceView } from '../../contract/index.ts';
import type { OpenedLock } from '../report-input.ts';
import type { ReportPlan } from '../report-request.ts';
import { SOFTWARE } from '../software.ts';
import { words } from '../words.ts';

/** What the method and limits statement is computed from. Counts, so that memory does not grow with the case. */
export interface Findings {
  readonly sources: readonly SourceView[];
  readonly locks: readonly OpenedLock[];
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
export function methodStatements(found: Findings, plan: Pick<ReportPlan, 'order' | 'leaveOut'>): readonly string[] {
  return [
    `Written by ${SOFTWARE.name} ${SOFTWARE.version}. Exhibits were hashed with SHA-256 while they were taken in and were opened for reading only.`,
    'Databases were read from working copies, bit-identical to the file in the exhibit by SHA-256, together with the write-ahead log or rollback journal that lay beside them. Rows that exist in one of the two states, with or without that log, are marked.',
    'For records from SQLite, the byte ranges of the row’s cell were found by walking the pages of the database, and are given as offset and length in the named file.',
    words.order[plan.order],
    ...(plan.leaveOut.length === 0 ? [] : [words.leftOut(plan.leaveOut.map((part) => words.leftOutParts[part]))]),
    'Text is set with fonts that come with the program. Characters without a shape of their own, such as controls and marks that turn the reading order, are printed by their code point.',
    ...(found.locks.length === 0 ? [] : [OPENED]),
    ...found.locks.map(openedStatement),
    ...found.sources.map(
      (source) =>
        `Source ${source.id} (${source.exhibitReference}, ${source.label}): parser ${source.parser}, revision ${source.revision}, variant ${source.variant}; the meaning of its tables is ${words.proof[source.proof]}.`,
    ),
  ];
}

const OPENED =
  'Locked and wrapped files were opened as listed below; what came out is cited as LOCKED!/PATH. A key is named by its fingerprint, the first 16 hexadecimal digits of the SHA-256 of its bytes; of a password, 16 digits of scrypt (N 32768, r 8, p 1) with the identifier of the case as salt.';

function openedStatement({ kind, exhibitReference, path, sha256, files, key }: OpenedLock): string {
  const file = path === '' ? `Exhibit ${exhibitReference}` : `${path} in exhibit ${exhibitReference}`;
  const how =
    key === null
      ? 'without a key'
      : `with the key ${key.fingerprint} (${words.keyForms[key.form]}), ${whence(key.from)}`;
  return `${file}, SHA-256 ${sha256}: ${words.locks[kind]}, opened ${how}; ${words.counted(files, 'files')} came out.`;
}

function whence(from: NonNullable<OpenedLock['key']>['from']): string {
  switch (from.kind) {
    case 'typed':
      return `typed by ${from.by}`;
    case 'file':
      return `from the file ${from.path} given by ${from.by}${from.sha256 === null ? '' : `, SHA-256 ${from.sha256}`}`;
    case 'exhibit':
      return `from ${from.path} in exhibit ${from.exhibitReference}, SHA-256 ${from.sha256}, chosen by ${from.by}`;
    case 'derived':
      return `derived from exhibit ${from.exhibitReference}, chosen by ${from.by}: the first 7 hexadecimal digits of the MD5 of ${from.inputs.map(inputWords).join(', then ')}`;
  }
}

/** One value from which a key follows, by its place. */
function inputWords({ is, how, at, path, sha256 }: KeyInput): string {
  const name = words.keyInputs[is];
  return how === 'constant' || path === null
    ? `${name} (${at}, which the app takes where a device gives none)`
    : `${name} (${at} in ${path}, SHA-256 ${sha256 ?? ''})`;
}

/** A SWGDE word and a statement under it. */
export type Limit = readonly [word: string, statement: string];

/**
 * What the report does not show, under the error words of the SWGDE recommendations on error mitigation (12-Q-001):
 * incompleteness; inaccuracy of existence, alteration, association, corruption; misinterpretation.
 */
export function limitStatements(found: Findings): readonly Limit[] {
  return [...incompleteness(found), ...inaccuracy(found), ...misinterpretation(found)];
}

function incompleteness(found: Findings): readonly Limit[] {
  const rows = found.unclaimed.reduce((sum, row) => sum + row.rows, 0);
  const unread = found.sources.filter((source) => source.state !== 'ingested');
  const lost = [...found.issues.values()].reduce((sum, counts) => sum + counts.error, 0);
  const word = 'Incompleteness';
  return [
    [
      word,
      'The report shows records that lay in the exhibits and that the named parsers read. What a device or a service held elsewhere, or had removed beyond trace, is not in it.',
    ],
    [
      word,
      `Tables that no parser claims: ${found.unclaimed.length}, with ${words.counted(rows, 'rows')}; counted and not interpreted.`,
    ],
    [word, `Claimed tables with rows neither used nor left out with a reason: ${found.unbalanced.length}.`],
    ...when(
      unread.length,
      word,
      `Sources found and not read to the end: ${unread.map((source) => `${source.id} (${source.label}, ${source.state})`).join('; ')}.`,
    ),
    ...when(found.withheld, word, `Messages and events withheld by the scope of the case: ${found.withheld}.`),
    ...when(
      found.attachments.named,
      word,
      `Attachments named by the apps: ${found.attachments.named}; content not found in the exhibits: ${found.attachments.absent}; content in the exhibits and not copied into this report: ${found.attachments.unkept}.`,
    ),
    [
      word,
      `Issues of severity “error”, each for a record or more that could not be read: ${lost}; listed under Issues, where the report has that part.`,
    ],
  ];
}

function inaccuracy(found: Findings): readonly Limit[] {
  const inferred = found.sources.filter((source) => source.proof === 'inferred').length;
  const association = 'Inaccuracy: association';
  return [
    [
      'Inaccuracy: existence',
      `Recovered records among the lines: ${found.recovered}. Recovery can show a text that was not part of the conversation, or show it twice; each carries its method, a confidence and what else can explain it.`,
    ],
    [
      'Inaccuracy: alteration',
      'The report shows what the databases held when the exhibits were taken in. It does not show whether somebody changed them before that.',
    ],
    [
      association,
      'Senders are accounts as the app stores them. The report does not state which person used an account or a device.',
    ],
    ...when(
      found.ownersAssumed,
      association,
      `Sources whose owner is assumed, on the ground printed with the source: ${found.ownersAssumed}.`,
    ),
    ...when(
      found.nameAndSize,
      association,
      `Attachments matched with a file by name and size alone, which can be another file: ${found.nameAndSize}.`,
    ),
    ...when(
      inferred,
      association,
      `Sources whose tables and columns are inferred, not observed in data of others nor published: ${inferred}.`,
    ),
    [
      'Inaccuracy: corruption',
      'Rows that the database could not give back are issues. Damage that leaves a readable row is not seen by this method.',
    ],
  ];
}

function misinterpretation(found: Findings): readonly Limit[] {
  const word = 'Misinterpretation';
  return [
    [word, 'Times are those the apps stored. A device’s clock can have been wrong; the report does not correct it.'],
    [
      word,
      `Lines marked as deleted: ${found.deleted}. “Deleted” means that the app stores a mark of deletion. It does not show why.`,
    ],
    [word, 'Han characters are printed in one regional form; their shape can differ from that on the device.'],
    ...when(
      found.zoneUnstated,
      word,
      `Lines with a time whose zone the source does not state, printed as stored: ${found.zoneUnstated}.`,
    ),
    ...when(found.undated, word, `Lines without a time: ${found.undated}.`),
  ];
}

/** The statement, where there is anything to state. */
function when(count: number, word: string, statement: string): readonly Limit[] {
  return count === 0 ? [] : [[word, statement]];
}
