import type { PlistMap, PlistValue } from '../../evidence/decode/plist.ts';
import { PlistDamaged, plistAt, readPlist } from '../../evidence/decode/plist.ts';
import type { Extracted, Key, Provenance, Stored } from '../../model/index.ts';
import { isAccountJid } from './jid.ts';
import { isPropertyList } from './metadata.ts';
import type { Reading } from './reading.ts';

/**
 * `ZMETADATA` as a keyed archive, in databases of 2017 and, by one public reader, still for replies that carry media. Its
 * root is a `WAMediaItemMetadata`. `stanzaID` (the answered message): published by that reader. `senderJID`: published in a
 * blog of 2017 that shows such an archive (janw.xyz). All plain values are carried under their own names.
 */
export function* oldMetadataOf(
  reading: Reading,
  bytes: Uint8Array,
  pk: number,
  message: Key,
  from: Provenance,
): Generator<Extracted> {
  try {
    if (!isPropertyList(bytes)) throw new PlistDamaged('neither a protocol-buffer message nor a property list');
    const values = plainValues(rootOf(readPlist(bytes)));
    yield {
      kind: 'detail',
      key: `metadata:${pk}`,
      from,
      message,
      content: { type: 'other', name: 'ZMETADATA', values },
    };
    const { stanzaID, senderJID } = values;
    if (typeof stanzaID !== 'string' || stanzaID === '') return;
    const sender = typeof senderJID === 'string' && isAccountJid(senderJID) ? senderJID : null;
    const account = sender === null ? null : reading.accounts.see(sender, from.at[0]);
    yield* reading.accounts.drain();
    yield {
      kind: 'quote',
      key: `old-quote:${pk}`,
      from,
      message,
      target: { key: null, serverId: stanzaID },
      sender: account,
      time: null,
      type: 'unknown',
      body: null,
    };
  } catch (error) {
    if (!(error instanceof PlistDamaged)) throw error;
    reading.issue('warning', 'undecodable-payload', from, 'ZWAMEDIAITEM.ZMETADATA', bytes, error.message);
  }
}

/** The root object of a keyed archive with its references followed once; any other property list as it is. */
function rootOf(value: PlistValue): PlistValue {
  const objects = plistAt(value, '$objects');
  const top = plistAt(value, '$top', 'root');
  if (!Array.isArray(objects)) return value;
  const follow = (reference: PlistValue | undefined): PlistValue =>
    isReference(reference) ? ((objects as readonly PlistValue[])[reference.uid] ?? null) : (reference ?? null);
  const root = follow(top);
  if (!(root instanceof Map)) return null;
  return new Map([...(root as PlistMap)].map(([key, entry]) => [key, follow(entry)]));
}

function isReference(value: PlistValue | undefined): value is { readonly uid: number } {
  return typeof value === 'object' && value !== null && 'uid' in value;
}

/** Texts, numbers and bytes of a dictionary; `$null` is how an archive writes that there is none. */
function plainValues(value: PlistValue): Readonly<Record<string, Stored>> {
  const values: Record<string, Stored> = {};
  for (const [key, entry] of value instanceof Map ? (value as PlistMap) : []) {
    if (entry === '$null' || key === '$class') continue;
    if (typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'bigint') values[key] = entry;
    else if (entry instanceof Uint8Array) values[key] = entry;
  }
  return values;
}
