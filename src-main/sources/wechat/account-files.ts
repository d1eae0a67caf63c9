import type { EvidenceFile } from '../../evidence/tree.ts';

/** Adds a file to those of its role. */
export function addFile<Role extends string>(files: Map<Role, EvidenceFile[]>, role: Role, file: EvidenceFile): void {
  const known = files.get(role);
  if (known === undefined) files.set(role, [file]);
  else known.push(file);
}

/** Files by role; the second of a role has a number behind it. */
export function filesByRole(
  files: ReadonlyMap<string, readonly EvidenceFile[]>,
): Readonly<Record<string, EvidenceFile>> {
  return Object.fromEntries([...files].flatMap(([role, all]) => all.map((file, index) => [index === 0 ? role : `${role}-${index + 1}`, file]))); // prettier-ignore
}
