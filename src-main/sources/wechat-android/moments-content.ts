import { fieldAt, integerOf, readProtobuf, textOf, type ProtobufMessage } from '../../evidence/decode/protobuf.ts';
import type { Stored } from '../../model/index.ts';
import type { PostAction } from '../wechat/post-maker.ts';

/** What a post says, and what stands beside it under the names that the client gives its fields. */
export interface PostContent {
  readonly author: string | null;
  readonly words: string | null;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** What the server said of a post last: who did what below it, and lists of accounts under the names that the client gives them. */
export interface PostActivity {
  readonly likes: readonly PostAction[];
  readonly comments: readonly PostAction[];
  readonly named: readonly string[];
  readonly stored: Readonly<Record<string, Stored>>;
}

// Numbers of fields: classes TimeLineObject, SnsObject and those that they hold in decompilations of the Android client (8.0), which
// write each field by number; SnsObject, SnsCommentInfo and SnsAction also in messages generated from a WeChat.proto of 2019.
const TEXTS = { Id: [1], sourceUserName: [9], sourceNickName: [10], publicUserName: [11], 'ContentObj.Desc': [8, 1], 'ContentObj.Title': [8, 3], 'ContentObj.Url': [8, 4], 'Location.city': [6, 3], 'Location.poiName': [6, 4], 'Location.poiAddress': [6, 5], 'Location.country': [6, 16], 'AppInfo.Id': [7, 1] } as const; // prettier-ignore
const NUMBERS = { Privated: [3], 'ContentObj.contentStyle': [8, 2], 'ContentObj.contentSubStyle': [8, 6] } as const;
const MEDIA_TEXTS = { Id: 1, Desc: 3, Url: 4, Thumb: 6, Title: 9 } as const;
const COUNTS = { LikeFlag: 6, LikeCount: 7, CommentCount: 10, WithUserCount: 13, GroupCount: 18, BlackListCount: 23, DeleteFlag: 25, GroupUserCount: 26 } as const; // prettier-ignore

/** Null where the bytes are no such content or are cut off. */
export function readPost(bytes: Uint8Array): PostContent | null {
  const message = readProtobuf(bytes);
  if (message.damage !== null) return null;
  const stored: Record<string, Stored> = {};
  for (const [name, place] of Object.entries(TEXTS)) keep(stored, name, textOf(fieldAt(message, ...place)));
  for (const [name, place] of Object.entries(NUMBERS)) keep(stored, name, small(integerOf(fieldAt(message, ...place))));
  const [longitude, latitude] = [floatAt(message, 6, 1), floatAt(message, 6, 2)];
  // Both are zero where the post names no place.
  if (longitude !== 0 || latitude !== 0) {
    keep(stored, 'Location.Longitude', longitude);
    keep(stored, 'Location.Latitude', latitude);
  }
  nested(message, 8).forEach((content) => {
    nested(content, 5).forEach((media, index) => {
      for (const [name, number] of Object.entries(MEDIA_TEXTS)) keep(stored, `media ${index + 1} ${name}`, textOf(fieldAt(media, number))); // prettier-ignore
      keep(stored, `media ${index + 1} type`, small(integerOf(fieldAt(media, 2))));
    });
  });
  return { author: filled(textOf(fieldAt(message, 2))), words: filled(textOf(fieldAt(message, 5))), stored };
}

/** Null where the bytes are no such message or are cut off. */
export function readActivity(bytes: Uint8Array): PostActivity | null {
  const message = readProtobuf(bytes);
  if (message.damage !== null) return null;
  const stored: Record<string, Stored> = {};
  for (const [name, number] of Object.entries(COUNTS)) keep(stored, name, small(integerOf(fieldAt(message, number))));
  keep(stored, 'BlackList', listed(message, 24));
  keep(stored, 'GroupUser', listed(message, 27));
  return {
    likes: nested(message, 9).map(actionOf),
    comments: nested(message, 12).map(actionOf),
    named: nested(message, 15).flatMap((one) => actionOf(one).account ?? []),
    stored,
  };
}

/** What a row of notices tells; null where the bytes are no such message or are cut off. */
export function readNotice(bytes: Uint8Array): PostAction | null {
  const message = readProtobuf(bytes);
  if (message.damage !== null) return null;
  const stored: Record<string, Stored> = {};
  const texts = { FromNickname: 3, ToNickname: 4 };
  for (const [name, number] of Object.entries(texts)) keep(stored, name, textOf(fieldAt(message, number)));
  const numbers = { Type: 5, Source: 6, ReplyCommentId: 9, CommentId: 10 };
  for (const [name, number] of Object.entries(numbers)) keep(stored, name, small(integerOf(fieldAt(message, number))));
  return {
    account: filled(textOf(fieldAt(message, 1))),
    words: filled(textOf(fieldAt(message, 8))),
    seconds: integerOf(fieldAt(message, 7)),
    replyTo: filled(textOf(fieldAt(message, 2))),
    stored,
  };
}

function actionOf(message: ProtobufMessage): PostAction {
  const stored: Record<string, Stored> = {};
  keep(stored, 'Nickname', textOf(fieldAt(message, 2)));
  const numbers = { Source: 3, Type: 4, CommentId: 7, ReplyCommentId: 8 };
  for (const [name, number] of Object.entries(numbers)) keep(stored, name, small(integerOf(fieldAt(message, number))));
  return {
    account: filled(textOf(fieldAt(message, 1))),
    words: filled(textOf(fieldAt(message, 5))),
    seconds: integerOf(fieldAt(message, 6)),
    replyTo: filled(textOf(fieldAt(message, 9))),
    stored,
  };
}

function nested({ fields }: ProtobufMessage, wanted: number): readonly ProtobufMessage[] {
  return fields.flatMap(({ number, value }) => (number === wanted && value.wire === 'bytes' ? readProtobuf(value.bytes) : [])); // prettier-ignore
}

/** Accounts of a list whose members are messages with the account in field 1. */
function listed(message: ProtobufMessage, number: number): string | null {
  const names = nested(message, number).flatMap((one) => filled(textOf(fieldAt(one, 1))) ?? []);
  return names.length === 0 ? null : names.join(', ');
}

function floatAt(message: ProtobufMessage, ...place: readonly number[]): number | null {
  const value = fieldAt(message, ...place)?.value;
  if (value?.wire !== 'fixed32') return null;
  return new DataView(value.bytes.buffer, value.bytes.byteOffset, 4).getFloat32(0, true);
}

function keep(stored: Record<string, Stored>, name: string, value: Stored): void {
  if (value !== null && value !== '' && value !== 0) stored[name] = value;
}

function small(value: bigint | null): number | bigint | null {
  if (value === null) return null;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function filled(text: string | null): string | null {
  return text === '' ? null : text;
}
