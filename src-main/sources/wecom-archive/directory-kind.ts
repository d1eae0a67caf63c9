/** Which list of the service's directory interface a text begins like. Source: names of the interface's answers, by the dossier. */
export type DirectoryKind = 'members' | 'customer' | 'group';

/** Null for a text that begins like none of them. */
export function directoryKind(start: string): DirectoryKind | null {
  if (!start.startsWith('{') && !start.startsWith('[')) return null;
  if (/"group_chat"\s*:\s*\{/u.test(start)) return 'group';
  if (/"external_contact"\s*:\s*\{/u.test(start)) return 'customer';
  if (/"userlist"\s*:\s*\[/u.test(start)) return 'members';
  return null;
}
