import Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Device, Media, Post } from '../../../fixtures/story.ts';
import { CONTACT_SCHEMA } from './fixture-schema.ts';
import { numberJid } from './fixture-cast.ts';
import type { Cast } from './fixture-cast.ts';

export const APP_FOLDER = 'data/data/com.whatsapp';
const MEDIA_ROOT = 'sdcard/Android/media/com.whatsapp/WhatsApp';

const FOLDERS: Readonly<Record<Media['type'], readonly [folder: string, prefix: string]>> = {
  image: ['WhatsApp Images', 'IMG'],
  video: ['WhatsApp Video', 'VID'],
  audio: ['WhatsApp Audio', 'AUD'],
  voice: ['WhatsApp Voice Notes', 'PTT'],
  gif: ['WhatsApp Animated Gifs', 'VID'],
  sticker: ['WhatsApp Stickers', 'STK'],
  document: ['WhatsApp Documents', 'DOC'],
};

/** Names media as the app does, with the local date and a counter that starts anew each day, and writes the files. */
export class MediaFolder {
  readonly #root: string;
  readonly #device: Device;
  readonly #counters = new Map<string, number>();
  readonly #date: Intl.DateTimeFormat;

  constructor(root: string, device: Device) {
    this.#root = root;
    this.#device = device;
    this.#date = new Intl.DateTimeFormat('en-CA', {
      timeZone: device.zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  /** The path as the app stores it. The file is written when the story says that it is still there. */
  store(post: Post, media: Media, isSent: boolean, content: Uint8Array): string {
    const [folder, prefix] = FOLDERS[media.type];
    const day = this.#date.format(post.sentMs).replaceAll('-', '');
    const key = `${prefix}-${day}`;
    const number = this.#counters.get(key) ?? 0;
    this.#counters.set(key, number + 1);
    const extension = media.name.slice(media.name.lastIndexOf('.') + 1);
    const name =
      media.type === 'document'
        ? media.name.replaceAll('/', '_')
        : `${key}-WA${String(number).padStart(4, '0')}.${extension}`;
    const path = `Media/${folder}/${isSent ? 'Sent/' : ''}${name}`;
    if (media.presentOn.includes(this.#device.id)) {
      const file = join(this.#root, MEDIA_ROOT, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return path;
  }
}

/** Writes the preferences that name the owner. */
export function writePreferences(root: string, cast: Cast): void {
  const folder = join(root, APP_FOLDER, 'shared_prefs');
  mkdirSync(folder, { recursive: true });
  const { phone, selfName } = cast.owner;
  const split = phone.startsWith('1') ? 1 : 2;
  const entries = {
    registration_jid: phone,
    cc: phone.slice(0, split),
    ph: phone.slice(split),
    push_name: selfName,
    version: '2.24.25.77',
  };
  const lines = Object.entries(entries).map(
    ([name, value]) => `    <string name="${name}">${escaped(value)}</string>\n`,
  );
  writeFileSync(
    join(folder, 'com.whatsapp_preferences_light.xml'),
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n${lines.join('')}</map>\n`,
  );
}

/** Writes wa.db: the address book, verified names, descriptions of groups. */
export function writeContacts(root: string, cast: Cast, device: Device): void {
  const db = new Database(join(root, APP_FOLDER, 'databases', 'wa.db'));
  db.pragma('page_size = 4096');
  db.pragma('auto_vacuum = 1');
  for (const statement of CONTACT_SCHEMA) db.exec(statement);
  db.exec('BEGIN');
  db.prepare('INSERT INTO android_metadata VALUES (?)').run('en_GB');
  const contact = db.prepare(
    'INSERT INTO wa_contacts (jid, is_whatsapp_user, status, number, display_name, wa_name) VALUES (?, 1, ?, ?, ?, ?)',
  );
  const verified = db.prepare(
    'INSERT INTO wa_vnames (jid, serial, issuer, verified_name, verified_level) VALUES (?, 1, ?, ?, 2)',
  );
  for (const person of cast.people()) {
    if (cast.isOwner(person.id)) continue;
    const jid = cast.isHidden(person) ? `${person.hiddenId ?? ''}@lid` : numberJid(person);
    const number = cast.isHidden(person) ? null : `+${person.phone}`;
    contact.run(jid, null, number, device.contacts[person.id] ?? null, person.selfName === '' ? null : person.selfName);
    if (person.businessName !== null) verified.run(jid, 'smb:wa', person.businessName);
  }
  const group = db.prepare('INSERT INTO wa_contacts (jid, is_whatsapp_user, display_name) VALUES (?, 1, ?)');
  const about = db.prepare('INSERT INTO wa_group_descriptions (jid, description, description_time) VALUES (?, ?, ?)');
  const settings = db.prepare(
    'INSERT INTO wa_group_admin_settings (jid, restrict_mode, announcement_group, creator_jid) VALUES (?, 0, 0, ?)',
  );
  for (const thread of cast.threads) {
    if (thread.type !== 'group' && thread.type !== 'community') continue;
    const jid = cast.threadJid(thread);
    group.run(jid, thread.subject);
    if (thread.description !== null) about.run(jid, thread.description, Math.floor(thread.createdMs / 1000));
    settings.run(jid, thread.createdBy === null ? null : cast.jid(thread.createdBy, thread));
  }
  db.exec('COMMIT');
  db.close();
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
