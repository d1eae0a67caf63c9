import type { Fixture } from '../../../fixtures/story.ts';
import { identifierOf, serverNumber } from '../wechat/fixture-content.ts';
import { LACKS } from '../wechat/fixture-lacks.ts';
import { writeMac } from './fixture-mac.ts';
import { writeMulti } from './fixture-multi.ts';
import { writeStorage } from './fixture-storage.ts';

const DESKTOP: Fixture['lacks'] = {
  ...LACKS,
  owner: 'no row names the owner; the account’s folder is called after it',
  milliseconds: 'times are stored in seconds',
};

/** The story as WeChat on Ada's computer keeps it, decrypted, in two databases of messages. */
export const fixture: Fixture = {
  parser: 'wechat-desktop',
  variants: ['db-storage', 'mac-chats', 'msg-multi'],
  platforms: ['android'],
  lacks: DESKTOP,
  lacksIn: (variant) => (variant === 'mac-chats' ? { ...DESKTOP, membership: 'the row lists members, not with which rights' } : DESKTOP), // prettier-ignore
  unread: { 'Name2Id.is_session': 'whether the list of conversations shows the name, which its own table tells' },
  fileless: ['voice', 'sticker', 'gif'],
  storyIdsOf: (story) => new Map([...story.posts()].map(({ serverId }) => [String(serverNumber(serverId)), serverId])),
  identifiersOf: ({ id }) => [identifierOf(id)],
  write(story, target, variant) {
    if (variant === 'db-storage') writeStorage(story, target);
    else if (variant === 'mac-chats') writeMac(story, target);
    else writeMulti(story, target);
  },
};
