import { JsonFields } from '../json-fields.ts';

/** Names under which the app keeps keys, and what only a holder of them could use. Source: signalapp/Signal-Desktop, ts/types/Attachment.std.ts, ts/model-types.d.ts. */
const SECRETS: ReadonlySet<string> = new Set([
  'key', 'iv', 'digest', 'incrementalMac', 'localKey', 'reencryptionKey', 'reencryptionIv', 'reencryptionDigest', 'reencryptionInfo',
  'packKey', 'masterKey', 'secretParams', 'profileKey',
]); // prettier-ignore
const DEEPEST = 100;
const TOO_DEEP = 'nested too deeply to be written out';

/** The object without keys, wherever they stand in it: what no field takes is carried whole, answers and cards with their files too. */
export function withoutKeys(fields: JsonFields): JsonFields {
  return new JsonFields(plain(fields.all, 0) as Readonly<Record<string, unknown>>);
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  const kept = Object.entries(value).filter(([name]) => !SECRETS.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, plain(one, depth + 1)]));
}
