import { androidBackup } from './open-android-backup.ts';
import { iosBackup } from './open-ios-backup.ts';
import { signalBackup } from './open-signal-backup.ts';
import { signalSnapshot } from './open-signal-snapshot.ts';
import { ufdr } from './open-ufdr.ts';
import { wecomEnvelopes } from './open-wecom-envelopes.ts';
import { sqlcipher } from './open-sqlcipher.ts';
import { wechatPictures } from './open-wechat-pictures.ts';
import { whatsappBackup } from './open-whatsapp-backup.ts';
import { zipPassword } from './open-zip-password.ts';
import type { LockKind, Opener } from './opener.ts';

/** Every kind of lock that can be opened, in the order in which they are looked for. */
export const openers: readonly Opener[] = [
  whatsappBackup,
  iosBackup,
  androidBackup,
  signalBackup,
  signalSnapshot,
  wecomEnvelopes,
  ufdr,
  sqlcipher,
  zipPassword,
  wechatPictures,
];

/** Null for a kind that this program does not know. */
export function openerOf(kind: LockKind): Opener | null {
  return openers.find((opener) => opener.kind === kind) ?? null;
}
