import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { attributeOf, elementAt, textAt } from '../../evidence/decode/xml-tree.ts';
import { said, systemLine } from './said.ts';
import type { Said } from './said.ts';
import { leavesOf } from './xml-leaves.ts';

/**
 * `<sysmsg type="…">`: a message taken back, a line with a template, a pat and others. `newmsgid` is the server's number of the message
 * that was taken back: huiyadanli/RevokeMsgPatcher, and Android hooks that compare it with `msgSvrId`.
 */
export function readTemplate(root: XmlElement): Said {
  const type = attributeOf(root, 'type') ?? 'none';
  if (root.name !== 'sysmsg') return { ...said('system'), system: systemLine('none', 'unknown'), damage: 'it is no line of the app' }; // prettier-ignore
  const revoke = elementAt(root, 'revokemsg');
  if (revoke !== null) {
    const line = said('revoked');
    line.revoked = { serverId: textAt(revoke, 'newmsgid') ?? textAt(revoke, 'oldmsgid') ?? textAt(revoke, 'msgid') };
    line.details.push({ type: 'other', name: 'taken back', values: leavesOf(revoke) });
    return line;
  }
  const template = elementAt(root, 'sysmsgtemplate', 'content_template');
  const line = said('system', template === null ? shownText(root) : filled(template));
  line.system = systemLine(type);
  line.details.push({ type: 'other', name: type, values: leavesOf(root) });
  for (const member of membersOf(template)) line.accounts.push(member);
  return line;
}

/** The template's words with names in place of `$name$`. */
function filled(template: XmlElement): string | null {
  const words = textAt(template, 'template') ?? textAt(template, 'plain');
  if (words === null) return null;
  const links = elementAt(template, 'link_list')?.children ?? [];
  const names = new Map(links.map((link) => [attributeOf(link, 'name') ?? '', namesIn(link)]));
  return words.replaceAll(/\$(\w{1,60})\$/gu, (whole, name: string) => names.get(name) ?? whole);
}

/** Nicknames of the members that a link stands for, else its own words. */
function namesIn(link: XmlElement): string | null {
  const members = (elementAt(link, 'memberlist')?.children ?? []).flatMap((member) => textAt(member, 'nickname') ?? []);
  const separator = elementAt(link, 'separator')?.text ?? ', ';
  return members.length > 0 ? members.join(separator) : (textAt(link, 'plain') ?? textAt(link, 'title'));
}

function membersOf(template: XmlElement | null): readonly string[] {
  return (elementAt(template, 'link_list')?.children ?? []).flatMap((link) =>
    (elementAt(link, 'memberlist')?.children ?? []).flatMap((member) => textAt(member, 'username') ?? []),
  );
}

/** The words that some lines hold apart from a template. */
function shownText(root: XmlElement): string | null {
  for (const child of root.children)
    for (const name of ['template', 'text', 'content', 'plain', 'replacemsg']) {
      const words = textAt(child, name);
      if (words !== null) return words;
    }
  return null;
}
