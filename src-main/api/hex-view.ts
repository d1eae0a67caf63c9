import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HexView, Params, Reply } from '../contract/index.ts';
import { done, fail } from './answer.ts';
import { readSlice } from './file-bytes.ts';
import type { Session } from './session.ts';

/** Bytes of a working copy. Fails with `not-found` for a file that the case holds no copy of. */
export function hexView({ file }: Session, { sha256, offset, length }: Params<'item.hex'>): Reply<HexView> {
  const path = join(file.workDir, sha256);
  if (!existsSync(path)) return fail('not-found', { subject: `working copy ${sha256}` });
  const { bytes } = readSlice(path, offset, length);
  return done({ offset, bytes: bytes.toString('base64'), parts: [] });
}
