import { Digester, type EvidenceFile, type OpenTree } from '../evidence/index.ts';

/** Whether a file of an exhibit still has the hash that it had at intake. Reads it whole; throws what its tree throws. */
export async function isAsRecorded(tree: OpenTree, file: EvidenceFile): Promise<boolean> {
  const digester = new Digester([]);
  for await (const block of tree.bytes(file)) digester.update(block);
  return digester.finish().sha256 === file.sha256;
}
