import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf, textOf } from './cells.ts';
import { orphanRow } from './orphan-row.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** `ZWAMESSAGEDATAITEM`: the previews of the links in a message, several to a message. */
export function* readDataItems(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAMESSAGEDATAITEM', [
    'ZMESSAGE',
    'ZMATCHEDTEXT',
    'ZCONTENT1',
    'ZTITLE',
    'ZSUMMARY',
  ]);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, message, matched, content, title, summary] = row;
    const from = live(rowOf(db.file, scan.table, Number(pk)));
    const messagePk = integerOf(message);
    scan.used += 1;
    if (messagePk === null) {
      reading.issue(
        'note',
        'orphan-row',
        from,
        'ZWAMESSAGEDATAITEM.ZMESSAGE',
        message,
        'a preview that names no message',
      );
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    const stored = scan.carriedOf(row, { ZCONTENT1: content });
    yield {
      kind: 'detail',
      key: `preview:${Number(pk)}`,
      from,
      message: `message:${messagePk}`,
      content: {
        type: 'link',
        url: textOf(matched) ?? textOf(content),
        title: textOf(title),
        description: textOf(summary),
      },
      ...(stored !== undefined && { stored }),
    };
  }
  yield* scan.end();
}
