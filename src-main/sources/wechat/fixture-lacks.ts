import type { Fixture } from '../../../fixtures/story.ts';

/** What no platform of the app holds of the story. */
export const LACKS = {
  forwards: 'a forwarded message is stored as a new one',
  'media-replies': 'only words can answer a message',
  edits: 'messages cannot be edited',
  'revoked-by': 'the notice names in words alone who took a message back',
  'revoked-time': 'no column for the time is known',
  reactions: 'the app has none in conversations',
  receipts: 'the app tells nobody what was read',
  polls: 'the app has none; the story writes a list that members add to',
  'poll-votes': 'the app has none',
  contacts: 'a card names an account and holds no vCard',
  'view-once': 'the app has none',
  timers: 'the app has none',
  'system-lines': 'stored as words in the language of the phone',
  'past-members': 'a group keeps its present members only',
  broadcasts: 'a message to many is stored as a message to each',
  channels: 'channels lie in databases that are not read yet',
  communities: 'the app has none',
  'community-links': 'the app has none',
  subscribers: 'channels lie in databases that are not read yet',
  calls: 'a call is a message of its conversation here, and the story tells calls apart; tests of the parser read them',
  'hidden-ids': 'accounts have one identifier',
  'media-hash': 'the app stores the MD5 of content, no SHA-256',
  stars: 'favourites are copies in a database that is not read yet',
} as const satisfies Fixture['lacks'];
