import type { JsonFields } from '../json-fields.ts';
import type { FileAbout } from './form.ts';
import { byName, fileStated, typeOfMedia } from './said.ts';
import type { CallStated, FileStated, RoomStated, Said } from './said.ts';

/*
 * What carderne/signal-export writes in both of its forms. Source: carderne/signal-export at 40939211a77c16e18229dd6ec8bfcf975e9aa499,
 * sigexport/create.py, models.py and files.py.
 */

/** Stands for the account whose data was exported. */
export const OWN = 'Me';
/** Stands where the tool found no sender. */
const NOBODY = 'No-Sender';

/** The conversation is called after the folder, of whose name the tool keeps letters and digits alone. */
export function roomOf({ folder }: FileAbout): RoomStated {
  return { identifier: folder, title: folder === '' ? null : folder, type: 'unknown', partner: null };
}

/** A call that went out, in the words of the tool. */
const OUTGOING_CALL = /^Outgoing (?:[a-z]+ )?call(?: \([^()]*\))?$/u;

/**
 * Who wrote, and in which direction. In a conversation between two the tool names the other account wherever the app's type is not
 * `outgoing`: beside lines of the app, which come without words, and beside older calls that went out. Of such the name is carried alone.
 */
export function writerOf(
  name: string | null,
  column: string,
  one: { readonly words: string | null; readonly isEmpty: boolean },
): Pick<Said, 'sender' | 'direction'> & { readonly kept: FileStated['stored'] } {
  if (name === null || name === '' || name === NOBODY) return { sender: null, direction: 'unknown', kept: {} };
  const sender = byName(name, column);
  if (name === OWN) return { sender, direction: 'outgoing', kept: {} };
  if (one.isEmpty || OUTGOING_CALL.test(one.words ?? ''))
    return { sender: null, direction: 'unknown', kept: { 'name in the line': name } };
  return { sender, direction: 'incoming', kept: {} };
}

/** Two blanks that the tool writes behind each text. */
export function withoutEnd(text: string): string | null {
  const plain = text.replace(/ {2}$/u, '');
  return plain === '' ? null : plain;
}

/** The words of an answered message, of which the tool writes neither sender nor time. */
export function quotedIn(text: string): string | null {
  const plain = text.replace(/^\n\n> /u, '').replace(/\n\n$/u, '').replaceAll('\n> ', '\n'); // prettier-ignore
  return plain === '' ? null : plain;
}

/** A file below the folder of the conversation; blanks of its name stand as `%20` in its path. */
export function fileAt(name: string | null, path: string | null, stored: FileStated['stored'] = {}): FileStated {
  const places = path === null || path === '' ? [] : [...new Set([path, path.replaceAll('%20', ' ')])];
  return fileStated({ type: typeOfMedia(mediaTypeOf(path ?? name ?? '')), name, path: path === '' ? null : path, candidates: places, stored }); // prettier-ignore
}

/** Endings by which the tool tells pictures, sound and film. Source: the same, models.py. */
const ENDINGS: Readonly<Record<string, string>> = {
  png: 'image', jpg: 'image', jpeg: 'image', gif: 'image/gif', tif: 'image', tiff: 'image', webp: 'image', apng: 'image', svg: 'image',
  m4a: 'audio', aac: 'audio', mp3: 'audio', ogg: 'audio', opus: 'audio', wav: 'audio', flac: 'audio',
  mp4: 'video', mov: 'video', mkv: 'video', mpeg: 'video', webm: 'video', qt: 'video',
}; // prettier-ignore

function mediaTypeOf(path: string): string | null {
  const ending = /\.([A-Za-z0-9]{1,8})$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? null) : null;
}

/** A sticker lies beside the folders of conversations; the key of its pack stays in the file. */
export function stickerOf(sticker: JsonFields): FileStated {
  sticker.leave('packKey');
  const [id, pack, ending] = [sticker.text('id'), sticker.text('packId'), sticker.text('extension')];
  const emoji = sticker.text('emoji');
  const path = id === null || pack === null || ending === null ? null : `../exported_stickers/${pack}/${id}.${ending}`;
  const kept = { ...(id !== null && { id }), ...(pack !== null && { packId: pack }), ...sticker.rest('sticker.') };
  return fileStated({ type: 'sticker', name: emoji, path, candidates: path === null ? [] : [path], stored: kept });
}

/** What the tool's words say of a call; how one that was not answered ended it does not tell apart. */
export function callOf(words: string): CallStated {
  const video = /\bvideo call\b/u.test(words) ? true : /\bvoice call\b/u.test(words) ? false : null;
  const outcome = words.includes('(accepted') ? 'answered' : words.startsWith('Missed ') ? 'missed' : words.includes('(declined') ? 'rejected' : 'unknown'; // prettier-ignore
  return { video, group: /\bgroup call\b/u.test(words), outcome, words };
}
