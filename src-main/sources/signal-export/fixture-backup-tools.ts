import { join } from 'node:path';
import type { FixtureTarget, Story } from '../../../fixtures/story.ts';
import { partnerOf } from '../fixture-signal.ts';
import { clock, safe, writeAt } from './fixture-said.ts';
import type { SaidPost, SaidThread } from './fixture-said.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jan 02, 2006 15:04:05`. */
function short(ms: number): string {
  const at = clock(ms);
  return `${MONTHS[Number(at.slice(5, 7)) - 1] ?? ''} ${at.slice(8, 10)}, ${at.slice(0, 4)} ${at.slice(11, 19)}`;
}

/** Text of signalbackup-tools. What was taken back is not in it. */
export function writeToolsText(folder: string, threads: readonly SaidThread[]): void {
  for (const [number, { name, posts }] of threads.entries()) {
    const lines = posts.filter(({ post }) => post.revoked === null).map((one) => {
      const at = `[${short(one.ms)}]`;
      if (one.isLine) return `${at} *** The group was changed.\n`;
      const said = one.media === null ? `<${one.senderName}> ${one.text}` : `*** <${one.senderName}> sent file "${one.media.name}"`;
      const { body } = one.post;
      const options = body.type === 'poll' ? body.options.map((option) => `${' '.repeat(40)}[0] ${option}\n`).join('') : '';
      return body.type === 'poll' ? `${at} <${one.senderName}> Poll: ${one.text}\n${options}` : `${at} ${said}\n`;
    });
    writeAt(join(folder, `${safe(name)} (_id${number + 1}).txt`), lines.join(''));
  }
} // prettier-ignore

/** XML of signalbackup-tools: messages of groups and those with files have parts. */
export function writeToolsXml(folder: string, threads: readonly SaidThread[], story: Story, { device }: Pick<FixtureTarget, 'device'>): void {
  const phone = (id: string): string => `+${story.persons.find((one) => one.id === id)?.phone ?? ''}`;
  const elements = threads.flatMap((said) => {
    const { thread, isGroup } = said;
    const members = isGroup ? thread.members.map(({ person }) => phone(person)) : [phone(partnerOf(thread, device))];
    return said.posts.map((one) => ({ ms: one.ms, text: isGroup || one.media !== null ? mms(one, said, members, phone) : sms(one, said, members[0] ?? '') }));
  });
  const sorted = elements.toSorted((a, b) => a.ms - b.ms).map(({ text }) => text);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n<?xml-stylesheet type="text/xsl" href="sms.xsl" ?>\n';
  writeAt(join(folder, 'signal.xml'), `${head}<smses count="${sorted.length}">\n${sorted.join('')}</smses>\n`);
} // prettier-ignore

function sms({ ms, isOwn, text }: SaidPost, { name }: SaidThread, address: string): string {
  return `  <sms protocol="0" address="${address}" contact_name="${escaped(name)}" date="${ms}" readable_date="${short(ms)}" type="${isOwn ? 2 : 1}" subject="null" body="${escaped(text)}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" />\n`; // prettier-ignore
}

function mms(
  { ms, isOwn, text, media, post, isLine }: SaidPost,
  { name, isGroup }: SaidThread,
  members: readonly string[],
  phone: (id: string) => string,
): string {
  // prettier-ignore
  const body = text === '' ? '' : `      <part seq="0" ct="text/plain" name="null" chset="106" cd="null" fn="null" cl="text000001.txt" ctt_s="null" ctt_t="null" text="${escaped(text)}" ></part>\n`;
  const file = media === null ? '' : `      <part seq="0" ct="${media.mediaType.split(';')[0] ?? ''}" name="${escaped(media.name)}" chset="null" cd="null" fn="null" cid="null" cl="null" ctt_s="null" ctt_t="null" text="null" data="${Buffer.from(media.content()).toString('base64')}" ></part>\n`; // prettier-ignore
  const from = isOwn || isLine || post.sender === null ? null : phone(post.sender);
  const addresses = members.map((one) => `      <addr address="${one}" type="${one === from ? 137 : 151}" charset="106" />\n`); // prettier-ignore
  return `  <mms msg_box="${isOwn ? 2 : 1}" date="${ms}" date_sent="${Math.floor(ms / 1000)}" seen="0" readable_date="${short(ms)}" address="${members.join('~')}" contact_name="${escaped(name)}" sub="" read="1" ct_t="application/vnd.wap.multipart.related" m_type="${isOwn ? 128 : 132}" text_only="${isGroup ? 0 : 1}">\n    <parts>\n${body}${file}    </parts>\n    <addrs>\n${addresses.join('')}    </addrs>\n  </mms>\n`; // prettier-ignore
}

/** As the tool writes text: what XML asks for, control characters, and what lies beyond U+0800 by the number of each half. */
function escaped(text: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll("'", '&apos;').replaceAll('"', '&quot;').replaceAll('>', '&gt;').replaceAll('<', '&lt;'); // prettier-ignore
  return plain.replaceAll(/[^ -\uD7FF]/g, (unit) => `&#${unit.charCodeAt(0)};`);
}
