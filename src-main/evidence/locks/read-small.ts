import type { EvidenceFile, EvidenceTree } from '../tree.ts';

/** All bytes of a file that is known to be small. */
export async function readSmall(
  tree: EvidenceTree,
  file: EvidenceFile,
  start = 0,
  end = file.sizeBytes,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of tree.bytes(file, start, Math.min(end, file.sizeBytes))) parts.push(part);
  return Buffer.concat(parts);
}
