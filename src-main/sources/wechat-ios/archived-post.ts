import { readKeyedArchive, type Archived } from '../../evidence/decode/keyed-archive.ts';
import { PlistDamaged } from '../../evidence/decode/plist.ts';
import { readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { Stored } from '../../model/index.ts';
import type { PostAction } from '../wechat/post-maker.ts';
import { carry, objectOf, textIn, wholeIn, type Members } from './archived-leaves.ts';

/** What a post says, and what was done below it. */
export interface ArchivedPost {
  readonly author: string | null;
  readonly words: string | null;
  readonly seconds: bigint | null;
  readonly likes: readonly PostAction[];
  readonly comments: readonly PostAction[];
  readonly named: readonly string[];
  /** What no field takes, under the names that the client gives its members. */
  readonly stored: Readonly<Record<string, Stored>>;
  /** False where the post is packed in the newer form, of which the words alone are explained. */
  readonly isWhole: boolean;
}

/** Members of WCDataItem that become records; the others are carried. */
const TAKEN: ReadonlySet<string> = new Set(['contentDesc', 'likeUsers', 'commentUsers', 'withUsers']);

/** The number of the field that holds the words in the newer form: a public reader of 8.0.43 finds them by the bytes BA 01, which is this field. */
const WORDS = 23;

/**
 * A post of Moments as iOS keeps it: an archive of Apple's (members: P79N6A/pa_script@3e60490, `apple_wechat.py`, and two public readers of
 * `wc005_008.db`), since 8.0.32 a message of protobuf. Null for bytes that are neither.
 */
export function readArchivedPost(bytes: Uint8Array): ArchivedPost | null {
  if (Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== 'bplist') return packedPost(bytes);
  try {
    const post = objectOf(readKeyedArchive(bytes));
    return post === null ? null : archivedPost(post);
  } catch (error) {
    if (!(error instanceof PlistDamaged)) throw error;
    return null;
  }
}

function archivedPost(post: Members): ArchivedPost {
  const stored: Record<string, Stored> = {};
  const rest = Object.entries(post).filter(([name]) => !TAKEN.has(name));
  carry(stored, Object.fromEntries(rest));
  return {
    author: textIn(post.username),
    words: textIn(post.contentDesc),
    seconds: wholeIn(post.createtime),
    likes: actionsIn(post.likeUsers),
    comments: actionsIn(post.commentUsers),
    named: actionsIn(post.withUsers).flatMap(({ account }) => account ?? []),
    stored,
    isWhole: true,
  };
}

function packedPost(bytes: Uint8Array): ArchivedPost | null {
  const { fields, damage } = readProtobuf(bytes);
  if (damage !== null || fields.length === 0) return null;
  const words = textOf(fields.find(({ number }) => number === WORDS) ?? null);
  return { author: null, words: words === '' ? null : words, seconds: null, likes: [], comments: [], named: [], stored: {}, isWhole: false }; // prettier-ignore
}

function actionsIn(list: Archived | undefined): readonly PostAction[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Archived[]).flatMap((one) => {
    const action = objectOf(one);
    if (action === null) return [];
    const { username, content, createTime, refUserName, ...rest } = action;
    const stored: Record<string, Stored> = {};
    carry(stored, rest);
    return [{ account: textIn(username), words: textIn(content), seconds: wholeIn(createTime), replyTo: textIn(refUserName), stored }]; // prettier-ignore
  });
}
