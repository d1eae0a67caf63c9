import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;
const ENTRY = /<(string|int|long) name="([^"<>]{1,200})"(?: value="([^"<>]{0,1000})"\s*\/>|>([^<]{0,4000})<\/string>)/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The named texts and numbers of an Android preferences file; empty when the file is not one. Reads at most 4 MiB. */
export async function readPreferences(run: Run, file: EvidenceFile): Promise<ReadonlyMap<string, string>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of run.bytes(file)) {
    parts.push(part);
    length += part.length;
    if (length > LIMIT_BYTES) break;
  }
  const xml = new TextDecoder().decode(Buffer.concat(parts).subarray(0, LIMIT_BYTES));
  const values = new Map<string, string>();
  for (const [, , name, attribute, content] of xml.matchAll(ENTRY))
    if (name !== undefined) values.set(name, decoded(attribute ?? content ?? ''));
  return values;
}

function decoded(xml: string): string {
  return xml.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (all, entity: string) => {
    if (!entity.startsWith('#')) return ENTITIES[entity] ?? all;
    const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
    return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
