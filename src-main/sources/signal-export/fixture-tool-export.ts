import { join } from 'node:path';
import { clock, endingOf, writeAt, writeMedia } from './fixture-said.ts';
import type { SaidPost, SaidThread } from './fixture-said.ts';

/** Of names of folders and people the tool keeps letters and digits alone. */
export function keptOf(name: string): string {
  const kept = name.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return kept === '' ? 'unnamed' : kept;
}

/** carderne/signal-export: a folder for each conversation, with the same messages as lines of JSON and as text. */
export function writeToolExport(folder: string, threads: readonly SaidThread[], isJson: boolean): void {
  for (const said of threads) {
    const own = join(folder, keptOf(said.name));
    const rows = said.posts.map((one, index) => rowOf(one, said, index));
    if (isJson) writeAt(join(own, 'data.json'), rows.map((row) => `${JSON.stringify(row).replaceAll('":', '": ').replaceAll(',"', ', "')}\n`).join('')); // prettier-ignore
    writeAt(join(own, 'chat.md'), rows.map(textOf).join(''));
    for (const [index, one] of said.posts.entries()) writeMedia(own, pathOf(one, index), one);
  }
}

type Row = ReturnType<typeof rowOf>;

function pathOf({ ms, media }: SaidPost, index: number): string {
  return media === null ? '' : `media/${clock(ms).replaceAll(':', '-')}_00_${index}${endingOf(media)}`;
}

function rowOf(one: SaidPost, { isGroup, name }: SaidThread, index: number) {
  const other = isGroup ? 'No-Sender' : keptOf(name);
  const path = pathOf(one, index);
  return {
    date: `${clock(one.ms)}000`,
    sender: one.isLine ? other : one.isOwn ? 'Me' : keptOf(one.senderName),
    // Without words it would look like a line of the app.
    body: `${one.post.body.type === 'unknown' && one.text === '' ? 'of another kind' : one.text}  `,
    quote: one.post.replyTo === null ? '' : '\n\n> said before\n> and more\n\n',
    sticker: null,
    reactions: [],
    attachments: one.media === null ? [] : [{ name: path.slice('media/'.length), path, missing_kind: null }],
    deleted: one.post.revoked !== null,
    call: false,
    missed: false,
  };
}

function textOf({ date, sender, deleted, quote, body, attachments }: Row): string {
  const head = `[${date.slice(0, 19).replace('T', ' ')}] ${sender}: `;
  if (deleted) return `${head}(This message was deleted)\n\n`;
  const files = attachments.map(({ name, path }) => `${/\.(?:png|jpe?g|gif|webp)$/u.test(path) ? '!' : ''}[${name}](./${path})  `); // prettier-ignore
  return `${head}${quote}${body}${files.join('')}\n\n`;
}
