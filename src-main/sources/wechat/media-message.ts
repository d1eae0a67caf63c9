import { readXmlTree, attributeOf, elementAt } from '../../evidence/decode/xml-tree.ts';
import type { XmlElement } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import type { RowMedia } from './row-media.ts';
import { said } from './said.ts';
import type { AttachmentFacts, Said } from './said.ts';

export function readImage(text: string, media: RowMedia): Said {
  const xml = tryXml(text);
  const picture = elementAt(xml.root, 'img');
  const md5 = attributeOf(picture, 'md5');
  return {
    ...said('image'),
    damage: xml.damage,
    attachment: {
      type: 'image',
      path: media.path,
      ...media.image(md5),
      sizeBytes: wholeOf(attributeOf(picture, 'hdlength') ?? attributeOf(picture, 'length')),
      ...md5Of(md5),
    },
  };
}

/** Length in the XML in milliseconds; older rows hold `sender:length:flag` instead. ppwwyyxx/wechat-dump@be3009f. */
export function readVoice(text: string, media: RowMedia): Said {
  const short = /^[^:<]*:(\d{1,9}):\d+/u.exec(text)?.[1];
  const xml = short === undefined ? tryXml(text) : { root: null, damage: null };
  const length = short ?? attributeOf(elementAt(xml.root, 'voicemsg'), 'voicelength');
  const lengthMs = wholeOf(length);
  return {
    ...said('voice'),
    damage: xml.damage,
    attachment: {
      type: 'voice',
      path: media.path,
      candidates: media.voice(),
      sizeBytes: wholeOf(attributeOf(elementAt(xml.root, 'voicemsg'), 'length')),
      durationS: lengthMs === null ? null : lengthMs / 1000,
    },
  };
}

export function readVideo(text: string, media: RowMedia): Said {
  const xml = tryXml(text);
  const video = elementAt(xml.root, 'videomsg');
  const md5 = attributeOf(video, 'md5');
  return {
    ...said('video'),
    damage: xml.damage,
    attachment: {
      type: 'video',
      path: media.path,
      candidates: media.video(md5),
      sizeBytes: wholeOf(attributeOf(video, 'length')),
      durationS: wholeOf(attributeOf(video, 'playlength')),
      ...md5Of(md5),
    },
  };
}

/** XML with an `emoji` element; older rows hold fields divided by colons, the MD5 among them. BlueMatthew/WechatExporter@8f8ce41. */
export function readSticker(text: string, media: RowMedia): Said {
  const isShort = !text.trimStart().startsWith('<');
  const xml = isShort ? { root: null, damage: null } : tryXml(text);
  const emoji = elementAt(xml.root, 'emoji');
  const md5 = attributeOf(emoji, 'md5') ?? /(?:^|[:\s])([0-9a-f]{32})(?:$|[:\s])/u.exec(text)?.[1] ?? null;
  return {
    ...said('sticker'),
    damage: isShort && md5 === null ? 'it names no sticker' : xml.damage,
    attachment: {
      type: 'sticker',
      path: media.path,
      candidates: media.sticker(md5, attributeOf(emoji, 'productid')),
      ...(media.stickerSealed !== undefined && { sealed: media.stickerSealed }),
      sizeBytes: wholeOf(attributeOf(emoji, 'len')),
      width: wholeOf(attributeOf(emoji, 'width')),
      height: wholeOf(attributeOf(emoji, 'height')),
      ...md5Of(md5),
    },
  };
}

function md5Of(md5: string | null): Pick<AttachmentFacts, 'stored'> {
  return md5 === null ? {} : { stored: { md5 } };
}

/** A number of digits alone, as the XML of messages writes sizes; null for anything else. */
export function wholeOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : null;
}

/** Media messages may come without any content: the file's key stands in a column of its own. */
function tryXml(text: string): { readonly root: XmlElement | null; readonly damage: string | null } {
  if (text.trim() === '') return { root: null, damage: null };
  try {
    return { root: readXmlTree(text.trim()), damage: null };
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    return { root: null, damage: error.message };
  }
}
