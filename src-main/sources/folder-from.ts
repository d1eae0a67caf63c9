/** Folders between the source's root and the file, with a slash at the end; empty where it lies in the root. */
export function folderFrom(root: string, path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return root === '' ? folder : folder.slice(root.length + 1);
}
