import { readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { EvidenceTree } from '../../evidence/tree.ts';
import type { Locator } from '../../model/index.ts';
import { hashOf } from '../wechat/name-hashes.ts';

/** An account that has logged in on the phone. */
export interface Login {
  readonly identifier: string;
  readonly at: Locator;
  readonly alias: string | null;
  readonly nickname: string | null;
}

/** It is a few hundred bytes an account. */
const LARGEST = 1024 * 1024;

/**
 * The login of `LoginInfo2.dat` whose MD5 is the name of the account's folder: records in field 1 (1: identifier, 2: alias, 3: name).
 * Null where there is no such file, or none of that MD5 in it. One source: BlueMatthew/WechatExporter@8f8ce41.
 */
export async function readLogin(tree: EvidenceTree, path: string, hash: string | null): Promise<Login | null> {
  const file = hash === null ? null : await tree.get(path);
  if (file === null || file.sizeBytes > LARGEST) return null;
  const bytes = await tree.head(file, file.sizeBytes);
  for (const { number, value } of readProtobuf(bytes).fields) {
    if (number !== 1 || value.wire !== 'bytes') continue;
    const { fields } = readProtobuf(value.bytes);
    const said = (wanted: number): string | null => textOf(fields.find((one) => one.number === wanted) ?? null);
    const identifier = said(1);
    const place = fields.find((one) => one.number === 1)?.value;
    if (identifier === null || place?.wire !== 'bytes' || hashOf(identifier) !== hash) continue;
    const at: Locator = { kind: 'bytes', file: file.sha256, offset: value.offset + place.offset, length: place.bytes.length }; // prettier-ignore
    return { identifier, at, alias: said(2), nickname: said(3) };
  }
  return null;
}
