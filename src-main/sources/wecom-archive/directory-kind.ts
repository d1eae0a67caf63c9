/** Which list of the service's directory interface a text begins like. Source: names of the interface's answers, by the dossier. */
export type DirectoryKind =
  'members' | 'customer' | 'group' | 'member' | 'departments' | 'check-ins' | 'approval' | 'old-approvals' | 'robot';

/** Null for a text that begins like none of them. */
export function directoryKind(start: string): DirectoryKind | null {
  if (!start.startsWith('{') && !start.startsWith('[')) return null;
  if (/"group_chat"\s*:\s*\{/u.test(start) && /"chat_id"\s*:/u.test(start)) return 'group';
  if (/"external_contact"\s*:\s*\{/u.test(start) && /"external_userid"\s*:/u.test(start)) return 'customer';
  if (/"userlist"\s*:\s*\[/u.test(start) && /"userid"\s*:/u.test(start)) return 'members';
  if (/"checkindata"\s*:\s*\[/u.test(start)) return 'check-ins';
  if (/"info"\s*:\s*\{/u.test(start) && /"sp_no"\s*:/u.test(start)) return 'approval';
  if (/"data"\s*:\s*\[/u.test(start) && /"sp_num"\s*:/u.test(start) && /"apply_user_id"\s*:/u.test(start)) return 'old-approvals'; // prettier-ignore
  if (/"data"\s*:\s*\{/u.test(start) && /"robot_id"\s*:/u.test(start)) return 'robot';
  if (/"department"\s*:\s*\[\s*\{/u.test(start) && /"parentid"\s*:/u.test(start)) return 'departments';
  if (/"errcode"\s*:/u.test(start) && /"userid"\s*:/u.test(start) && /"department"\s*:\s*\[\s*\d/u.test(start))
    return 'member';
  return null;
}
