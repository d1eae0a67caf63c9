import type { openTree } from '../evidence/index.ts';

/** Bytes of a file of an exhibit from an offset, fewer at its end. */
export async function readRange(
  tree: ReturnType<typeof openTree>,
  file: Parameters<ReturnType<typeof openTree>['bytes']>[0],
  offset: number,
  length: number,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const end = Math.min(offset + length, file.sizeBytes);
  if (offset < end) for await (const bytes of tree.bytes(file, offset, end)) parts.push(bytes);
  return Buffer.concat(parts);
}
