import { expect, it } from 'vitest';
import type { CallView, OriginView, SourceView } from '../../../src-main/contract/index.ts';
import { en } from '../../messages/en.ts';
import { callsAsTsv } from './calls-as-tsv.ts';

it('says of each call in which source, file and row it was read', () => {
  const item = { id: 7, source: 2, class: 'event', timeMs: null, sender: null, direction: 'incoming', call: null, conversationTitle: null }; // prettier-ignore
  const call = { item, others: [] } as unknown as CallView;
  const sources = [{ id: 2, label: 'WhatsApp', exhibitReference: 'A-1' }] as unknown as readonly SourceView[];
  const origin = { item: 7, path: 'db/calls.db', sha256: 'ab', table: 'call_log', rowid: '9007199254740993' } as unknown as OriginView; // prettier-ignore
  const [head, row] = callsAsTsv([call], { sources, origins: new Map([[7, origin]]) }, 'UTC', en).split('\n');
  expect(head).toMatch(/\tExhibit\tSource\tFile\tSHA-256\tTable\tRow$/u);
  expect(row).toMatch(/\t7\tA-1\tWhatsApp\tdb\/calls\.db\tab\tcall_log\t9007199254740993$/u);
});
