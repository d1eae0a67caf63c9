import { readPreferences as readXmlPreferences } from '../../evidence/decode/xml-preferences.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;

/** What a preferences file holds, numbers as their digits; `damage` says why reading stopped early, null for a whole file. */
interface Preferences {
  readonly values: ReadonlyMap<string, string>;
  readonly damage: string | null;
}

/** The named texts and numbers of an Android preferences file. Reads none larger than 4 MiB. */
export async function readPreferences(run: Run, file: EvidenceFile): Promise<Preferences> {
  if (file.sizeBytes > LIMIT_BYTES) return { values: new Map(), damage: 'it is larger than preferences can be' };
  const parts: Uint8Array[] = [];
  for await (const part of run.bytes(file)) parts.push(part);
  const { values, damage } = readXmlPreferences(Buffer.concat(parts));
  const texts = new Map<string, string>();
  for (const [name, value] of values)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      texts.set(name, String(value));
  return { values: texts, damage };
}
