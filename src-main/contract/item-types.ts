import type { ItemView } from './views.ts';

const known: Readonly<Record<ItemView['type'], true>> = {
  text: true,
  image: true,
  video: true,
  'video-note': true,
  audio: true,
  voice: true,
  gif: true,
  sticker: true,
  document: true,
  contact: true,
  location: true,
  'live-location': true,
  poll: true,
  invite: true,
  event: true,
  album: true,
  payment: true,
  business: true,
  call: true,
  system: true,
  revoked: true,
  undecrypted: true,
  unknown: true,
  membership: true,
  post: true,
  'post-comment': true,
  'post-like': true,
  login: true,
  setting: true,
  deletion: true,
  'listed-file': true,
};

/** Every type that a message or an event may have, for the filter's `types`. */
export const ITEM_TYPES: readonly ItemView['type'][] = Object.keys(known) as ItemView['type'][];
