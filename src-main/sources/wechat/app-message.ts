import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { elementAt, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import { APP_TYPES, contentKindOf, TRANSFER_STATES } from './codes-message.ts';
import { readRecord } from './forwarded-record.ts';
import { wholeOf } from './media-message.ts';
import type { RowMedia } from './row-media.ts';
import { said, systemLine } from './said.ts';
import type { QuoteFacts, Said } from './said.ts';
import { leavesOf } from './xml-leaves.ts';

/** `<msg><appmsg>…<type>N</type>`: links, files, replies, forwarded records, money and all that apps send. */
export function readAppMessage(root: XmlElement, media: RowMedia): Said {
  const app = root.name === 'appmsg' ? root : elementAt(root, 'appmsg');
  if (app === null) return { ...said('unknown'), damage: 'it holds no message of an app', details: [{ type: 'other', name: 'content', values: leavesOf(root) }] }; // prettier-ignore
  const code = textAt(app, 'type');
  const known = code === null ? undefined : APP_TYPES.get(code);
  const one = said(known?.type ?? 'unknown', elementAt(app, 'title')?.text ?? null);
  if (one.body === '') one.body = null;
  if (known === undefined) one.unknown = { what: 'appmsg-type', code: code ?? 'none' };
  readParts(one, app, code ?? '', media);
  const sender = textAt(root, 'fromusername');
  const values = leavesOf(withoutCopies(app));
  one.details.push({ type: 'other', name: known?.name ?? 'app-message', values: sender === null ? values : { ...values, fromusername: sender } }); // prettier-ignore
  return one;
}

function readParts(one: Said, app: XmlElement, code: string, media: RowMedia): void {
  switch (code) {
    case '6':
    case '74':
      readFile(one, app, media);
      return;
    case '8':
      readEmoticon(one, app, media);
      return;
    case '19':
    case '24':
      readRecord(one, app);
      return;
    case '57':
      one.quote = quoteIn(elementAt(app, 'refermsg'));
      return;
    case '62':
      one.system = systemLine('62');
      return;
    case '87':
      one.body = textAt(app, 'textannouncement') ?? one.body;
      return;
    case '2000':
    case '2001':
    case '2003':
      readMoney(one, app, code);
      return;
    default:
      readLink(one, app);
  }
}

function readLink(one: Said, app: XmlElement): void {
  const url = textAt(app, 'url');
  if (url === null) return;
  one.details.push({ type: 'link', url, title: textAt(app, 'title'), description: textAt(app, 'des') });
}

function readFile(one: Said, app: XmlElement, media: RowMedia): void {
  const name = textAt(app, 'title');
  const md5 = textAt(app, 'md5');
  one.body = null;
  one.attachment = {
    type: 'document',
    path: null,
    name,
    candidates: name === null ? [] : media.file(name),
    sizeBytes: wholeOf(textAt(app, 'appattach', 'totallen')),
    ...(md5 === null ? {} : { stored: { md5 } }),
  };
}

function readEmoticon(one: Said, app: XmlElement, media: RowMedia): void {
  const md5 = textAt(app, 'appattach', 'emoticonmd5');
  one.attachment = {
    type: 'sticker',
    path: null,
    candidates: media.sticker(md5, null),
    sizeBytes: wholeOf(textAt(app, 'appattach', 'totallen')),
    ...(md5 === null ? {} : { stored: { md5 } }),
  };
}

/**
 * What the message says of money: no proof that any was paid. Names of elements: sjzar/chatlog@a638aa9 and the messages of public
 * decoders; a red packet names neither amount nor receiver.
 */
function readMoney(one: Said, app: XmlElement, code: string): void {
  const pay = elementAt(app, 'wcpayinfo');
  one.body = textAt(pay, 'feedesc') ?? textAt(pay, 'receivertitle') ?? one.body;
  const isTransfer = code === '2000';
  const state = isTransfer ? (TRANSFER_STATES.get(textAt(pay, 'paysubtype') ?? '') ?? 'unknown') : 'unknown';
  if (isTransfer && state !== 'unknown') one.details.push({ type: 'other', name: 'transfer-state', values: { 'as-the-message-says': state } }); // prettier-ignore
  if (code === '2003') return;
  one.money = {
    payer: textAt(pay, 'payer_username'),
    receiver: textAt(pay, 'receiver_username'),
    stored: { ...(pay === null ? {} : leavesOf(pay)), kind: isTransfer ? 'transfer' : 'red-packet', 'state-as-the-message-says': state }, // prettier-ignore
  };
}

/** The copy of the message that a reply answers. `type` in it is that of `message.type`. */
function quoteIn(refer: XmlElement | null): QuoteFacts | null {
  if (refer === null) return null;
  const type = Number(textAt(refer, 'type') ?? NaN);
  const kind = Number.isInteger(type) ? contentKindOf(type) : null;
  const content = elementAt(refer, 'content')?.text ?? null;
  const titled = kind === 'app' && content !== null ? titleIn(content) : null;
  const room = textAt(refer, 'fromusr');
  return {
    serverId: textAt(refer, 'svrid'),
    sender: textAt(refer, 'chatusr') ?? (room?.endsWith('chatroom') === true ? null : room),
    seconds: textAt(refer, 'createtime'),
    type: kind === 'text' || kind === 'app' ? 'text' : kind === 'image' || kind === 'video' || kind === 'voice' || kind === 'sticker' ? kind : 'unknown', // prettier-ignore
    body: kind === 'text' ? content : titled,
  };
}

/** The title of a message of an app that stands as text inside another one. */
function titleIn(content: string): string | null {
  try {
    const root = readXmlTree(content.trim());
    return textAt(root.name === 'appmsg' ? root : elementAt(root, 'appmsg'), 'title');
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    return null;
  }
}

/** The element without what other records hold whole. */
function withoutCopies(app: XmlElement): XmlElement {
  return { ...app, children: app.children.filter(({ name }) => name !== 'recorditem' && name !== 'title') };
}
