import type { Key, Locator, Timestamp, Version } from '../model/index.ts';

/** The text of a message marked as deleted, as a reply of Signal keeps it. `message`: the deleted one; `reply`: what quotes it. */
export function quotedCopy(message: Key, reply: Key, body: string, time: Timestamp | null, at: Locator): Version {
  const otherwise = 'The words are the copy that a reply keeps; the app cuts long ones.';
  return {
    kind: 'version',
    key: `deleted:${message}:${reply}`,
    from: { at: [at], state: 'recovered', recovery: { method: 'quoted-copy', confidence: 'high', otherwise } },
    message,
    role: 'deleted-text',
    body,
    time,
    verbatim: true,
  };
}
