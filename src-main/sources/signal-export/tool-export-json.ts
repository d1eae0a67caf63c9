import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { readLines } from '../text-lines.ts';
import { BY_A_WORD } from './form.ts';
import type { FileAbout, Form, Piece } from './form.ts';
import { withoutKeys } from './plain-json.ts';
import { byName, said, typeOfMessage } from './said.ts';
import type { FileStated, ReactionStated, Said } from './said.ts';
import { isoStated } from './times.ts';
import { callOf, fileAt, quotedIn, roomOf, stickerOf, withoutEnd, writerOf } from './tool-export.ts';

/** The first line's first members. Source: carderne/signal-export at 40939211a77c16e18229dd6ec8bfcf975e9aa499, sigexport/models.py. */
const LINE = /^\{"date": "\d{4}-\d\d-\d\dT[^"]{5,40}", "sender": /mu;

/** `data.json` of carderne/signal-export: a message a line. */
export const toolExportJson: Form = {
  variant: 'signal-export-json',
  label: 'Signal, exported by signal-export',
  asksZone: true,
  asksOwner: false,
  claim: BY_A_WORD,
  folderEach: true,
  ending: /\.json$/u,
  recognises: (_name, head) => LINE.test(head),
  async *pieces(bytes, about) {
    for await (const lines of readLines(bytes)) yield lines.map((line) => pieceOf(line, about));
  },
};

function pieceOf(
  {
    offset,
    length,
    text,
    decodable,
  }: { readonly offset: number; readonly length: number; readonly text: string; readonly decodable: boolean },
  about: FileAbout,
): Piece {
  const plain = text.replace(/^\uFEFF/u, '').trim();
  const place = { offset, length, decodable, isCut: false };
  if (plain === '') return { ...place, what: { passed: 'empty line' } };
  const fields = parseObject(plain);
  // A line of another shape, such as a list of stickers, is none of a conversation.
  if (!fields?.has('date')) return { ...place, what: null };
  return { ...place, what: saidIn(withoutKeys(fields), about), json: { text: plain, value: fields.all } };
}

function saidIn(fields: JsonFields, about: FileAbout): Said {
  const timeStored = fields.text('date');
  const time = isoStated(timeStored);
  const name = fields.text('sender');
  const words = withoutEnd(fields.text('body') ?? '');
  const isCall = fields.flag('call') === true;
  const isDeleted = fields.flag('deleted') === true;
  const quoted = quotedIn(fields.text('quote') ?? '');
  const sticker = fields.object('sticker');
  const files = [...filesIn(fields), ...(sticker === null ? [] : [stickerOf(sticker)])];
  const reactions = reactionsIn(fields);
  const isEmpty = words === null && !isDeleted && files.length === 0 && quoted === null && !fields.has('sticker');
  const { kept, ...writer } = writerOf(name, 'data.json, sender', { words, isEmpty });
  fields.leave('missed');
  return said({
    room: roomOf(about),
    ...writer,
    times: time === null ? [] : [{ stated: time, meaning: 'sent' }],
    timeStored,
    type: isDeleted ? 'revoked' : isCall ? 'call' : typeOfMessage(words, files),
    body: isDeleted || isCall ? null : words,
    isDeleted,
    files,
    reactions,
    quote: quoted === null ? null : { serverId: null, sender: null, time: null, body: quoted, stored: {} },
    call: isCall ? callOf(words ?? '') : null,
    stored: {
      ...kept,
      ...((isDeleted || isCall) && words !== null && { 'text of the tool': words }),
      ...fields.rest(''),
    },
  });
}

function filesIn(fields: JsonFields): readonly FileStated[] {
  return fields.objects('attachments').map((one) => {
    const [name, path] = [one.text('name'), one.text('path')];
    return fileAt(name, path, one.rest('attachment.'));
  });
}

/** Each a list of a name and an emoji. */
function reactionsIn(fields: JsonFields): readonly ReactionStated[] {
  return fields.list('reactions').map((one) => {
    const [name, emoji] = Array.isArray(one) ? (one as readonly unknown[]) : [];
    const isPlain = typeof name === 'string' && typeof emoji === 'string';
    return { person: isPlain ? byName(name, 'data.json, reactions') : null, emoji: isPlain ? emoji : null, time: null, stored: isPlain ? {} : { reaction: JSON.stringify(one) } }; // prettier-ignore
  });
}
