import { blocksOf, pieceOf, textOf } from './blocks.ts';
import { BY_A_WORD } from './form.ts';
import type { FileAbout, Form } from './form.ts';
import { byName, fileStated, said, typeOfMessage } from './said.ts';
import type { FileStated, ReactionStated, Said } from './said.ts';
import { isoStated } from './times.ts';
import { fileAt, quotedIn, roomOf, withoutEnd, writerOf } from './tool-export.ts';

/*
 * Source: carderne/signal-export at 40939211a77c16e18229dd6ec8bfcf975e9aa499, sigexport/models.py (`to_md`) and merge.py, which reads the
 * forms of older versions too.
 */
const TITLE = /^\[(\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] (.*?): ?(.*)$/su;
const DELETED = '(This message was deleted)';
/** At the end of a text, as the tool writes them: files, what was not exported, a sticker, reactions. */
const FILE = '](./';
const STICKER = '](../exported_stickers/';
/** A link longer than this is taken for words: names of files are shorter, and the end is looked at once for each file. */
const LONGEST_LINK = 2000;
const ABSENT = /\((media|attachment) not exported\) {2}$/u;
const EMOJI = /\n\(\( (.*) \)\)$/u;
const REACTIONS = /\n\(- (.*) -\)$/u;

/** `chat.md` of carderne/signal-export: `[time] name: text`. */
export const toolExportMarkdown: Form = {
  variant: 'signal-export-markdown',
  label: 'Signal, exported by signal-export',
  asksZone: true,
  asksOwner: false,
  claim: BY_A_WORD,
  folderEach: true,
  ending: /(?:^|\/)(?:chat|index)\.md$/u,
  recognises: (_name, head) => head.split('\n').some((line) => TITLE.test(line)),
  async *pieces(bytes, about, ending) {
    for await (const blocks of blocksOf(bytes, (line) => TITLE.test(line), ending))
      yield blocks.map((one) => pieceOf(one, (lines) => saidIn(lines, about)));
  },
};

function saidIn(lines: readonly string[], about: FileAbout): Said {
  const [first = '', ...more] = lines;
  const [, timeStored = null, name = null, start = ''] = TITLE.exec(first) ?? [];
  const time = isoStated(timeStored);
  const isDeleted = start === DELETED;
  const parts = partsOf(textOf([start, ...more]) ?? '');
  const [quoted, text] = isDeleted ? [null, ''] : splitQuote(parts.text);
  const body = withoutEnd(text);
  const isEmpty = body === null && !isDeleted && parts.files.length === 0 && parts.absent === null && quoted === null;
  const { kept, ...writer } = writerOf(name, 'chat.md', { words: body, isEmpty });
  return said({
    room: roomOf(about),
    ...writer,
    times: time === null ? [] : [{ stated: time, meaning: 'sent' }],
    timeStored,
    type: isDeleted ? 'revoked' : typeOfMessage(body, parts.files),
    body,
    isDeleted,
    files: parts.files,
    reactions: parts.reactions,
    quote: quoted === null ? null : { serverId: null, sender: null, time: null, body: quoted, stored: {} },
    stored: { ...kept, ...(parts.absent !== null && { 'not exported': parts.absent }) },
  });
}

/** What stands behind the words, taken from the end on. */
function partsOf(whole: string): {
  readonly text: string;
  readonly files: readonly FileStated[];
  readonly reactions: readonly ReactionStated[];
  readonly absent: string | null;
} {
  // prettier-ignore
  let text = whole;
  let absent: string | null = null;
  const files: FileStated[] = [];
  for (;;) {
    const file = linkAtEnd(text, FILE);
    const lost = file === null ? ABSENT.exec(text.slice(-40)) : null;
    if (file !== null) files.push(fileAt(file.name, file.path));
    else if (lost !== null) absent = lost[1] ?? null;
    if (file === null && lost === null) break;
    text = text.slice(0, -(file?.length ?? lost?.[0].length ?? 0));
  }
  files.reverse();
  const sticker = linkAtEnd(text, STICKER);
  const emoji = sticker === null ? EMOJI.exec(text) : null;
  if (sticker !== null) {
    const path = `../exported_stickers/${sticker.path}`;
    files.unshift(fileStated({ type: 'sticker', name: sticker.name, path, candidates: [path] }));
    text = text.slice(0, -sticker.length);
  } else if (emoji !== null) {
    files.unshift(fileStated({ type: 'sticker', name: emoji[1] ?? null }));
    text = text.slice(0, emoji.index);
  }
  const listed = REACTIONS.exec(text);
  const reactions = listed === null ? [] : reactionsIn(listed[1] ?? '');
  return { text: listed === null ? text : text.slice(0, listed.index), files, reactions, absent };
}

/** `[name](./path)` and two blanks, with `!` before it for a picture, where a text ends with it; `mark`: what stands between name and path. */
function linkAtEnd(
  text: string,
  mark: string,
): { readonly name: string; readonly path: string; readonly length: number } | null {
  const end = text.slice(-LONGEST_LINK);
  const middle = end.endsWith(')  ') ? end.lastIndexOf(mark) : -1;
  if (middle === -1) return null;
  const path = end.slice(middle + mark.length, -3);
  const before = end.slice(0, middle);
  const start = before.indexOf('[', Math.max(before.lastIndexOf(']'), before.lastIndexOf('\n')) + 1);
  if (start === -1 || path === '' || /[)\n]/u.test(path)) return null;
  const isPicture = mark === FILE && before[start - 1] === '!';
  return { name: before.slice(start + 1), path, length: end.length - start + (isPicture ? 1 : 0) };
}

/** `name: emoji` with commas between; what is no such pair is kept as it stands. */
function reactionsIn(list: string): readonly ReactionStated[] {
  return list.split(', ').map((one) => {
    const at = one.lastIndexOf(': ');
    const [name, emoji] = at === -1 ? [null, null] : [one.slice(0, at), one.slice(at + 2)];
    return { person: byName(name, 'chat.md'), emoji, time: null, stored: at === -1 ? { reaction: one } : {} };
  });
}

/** The words of the answered message stand first, each line of them behind `> `, between empty lines. */
function splitQuote(text: string): readonly [string | null, string] {
  const found = /^\n\n((?:> [^\n]*\n)+)\n/u.exec(text);
  return found === null
    ? [null, text]
    : [quotedIn(`\n\n${(found[1] ?? '').replace(/\n$/u, '')}`), text.slice(found[0].length)];
}
