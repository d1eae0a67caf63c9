import type { EvidenceFile, EvidenceTree } from '../tree.ts';

/** The files whose path matches; an exhibit that is one file is given whatever its name. */
export async function* filesNamed(tree: EvidenceTree, pattern: RegExp): AsyncGenerator<EvidenceFile> {
  let first: EvidenceFile | null = null;
  let count = 0;
  for await (const file of tree.glob('**/*')) {
    if (count === 0) first = file;
    count += 1;
    if (pattern.test(file.path)) yield file;
  }
  if (count === 1 && first !== null && !pattern.test(first.path)) yield first;
}
