import { readKeyedArchive, type Archived } from '../../evidence/decode/keyed-archive.ts';
import { PlistDamaged } from '../../evidence/decode/plist.ts';
import { readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { PostAction } from '../wechat/post-maker.ts';
import { carriedIn, objectOf, textIn, wholeIn, type Carried, type Members } from './archived-leaves.ts';

/** What a post says, and what was done below it. */
export interface ArchivedPost {
  readonly author: string | null;
  readonly words: string | null;
  readonly seconds: bigint | null;
  readonly likes: readonly PostAction[];
  readonly comments: readonly PostAction[];
  readonly named: readonly string[];
  /** What no field takes, under the names that the client gives its members. */
  readonly stored: Carried['stored'];
  /** False where the post, or what was done below it, holds more than is carried. */
  readonly isCarried: boolean;
  /** False where the post is packed in the newer form, of which the words alone are explained. */
  readonly isWhole: boolean;
}

/** Lists of WCDataItem of which records or names of accounts are made. */
const LISTS = ['likeUsers', 'commentUsers', 'withUsers'] as const;

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
  const words = textIn(post.contentDesc);
  const [likes, comments, named] = LISTS.map((name) => actionsIn(post[name]));
  const left = { ...post, contentDesc: words === null ? (post.contentDesc ?? null) : null, likeUsers: notObjects(post.likeUsers), commentUsers: notObjects(post.commentUsers), withUsers: withoutNames(post.withUsers) }; // prettier-ignore
  const { stored, isWhole } = carriedIn(left);
  return {
    author: textIn(post.username),
    words,
    seconds: wholeIn(post.createtime),
    likes: likes?.actions ?? [],
    comments: comments?.actions ?? [],
    named: (named?.actions ?? []).flatMap(({ account }) => account ?? []),
    stored,
    isCarried: isWhole && likes?.isWhole !== false && comments?.isWhole !== false,
    isWhole: true,
  };
}

/** What stands in a list of actions and is none: each at its place. */
function notObjects(list: Archived | undefined): Archived {
  if (!Array.isArray(list)) return list ?? null;
  return (list as readonly Archived[]).map((one) => (objectOf(one) === null ? one : null));
}

/** What a list says of accounts beside who they are. */
function withoutNames(list: Archived | undefined): Archived {
  if (!Array.isArray(list)) return list ?? null;
  return (list as readonly Archived[]).map((one) => {
    const named = objectOf(one);
    return named === null || textIn(named.username) === null ? one : { ...named, username: null };
  });
}

function packedPost(bytes: Uint8Array): ArchivedPost | null {
  const { fields, damage } = readProtobuf(bytes);
  if (damage !== null || fields.length === 0) return null;
  const words = textOf(fields.find(({ number }) => number === WORDS) ?? null);
  return { author: null, words: words === '' ? null : words, seconds: null, likes: [], comments: [], named: [], stored: {}, isCarried: true, isWhole: false }; // prettier-ignore
}

function actionsIn(list: Archived | undefined): { readonly actions: readonly PostAction[]; readonly isWhole: boolean } {
  let isWhole = true;
  const actions = (Array.isArray(list) ? (list as readonly Archived[]) : []).flatMap((one): PostAction[] => {
    const action = objectOf(one);
    if (action === null) return [];
    const account = textIn(action.username);
    const words = textIn(action.content);
    const seconds = wholeIn(action.createTime);
    const replyTo = textIn(action.refUserName);
    // A member of another kind than is read stands beside the others.
    const left = (is: unknown, member: Archived | undefined): Archived => (is === null ? (member ?? null) : null);
    const rest = carriedIn({ ...action, username: left(account, action.username), content: left(words, action.content), createTime: left(seconds, action.createTime), refUserName: left(replyTo, action.refUserName) }); // prettier-ignore
    isWhole &&= rest.isWhole;
    return [{ account, words, seconds, replyTo, stored: rest.stored }];
  });
  return { actions, isWhole };
}
