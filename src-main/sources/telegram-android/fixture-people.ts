import type Database from 'better-sqlite3';
import type { Device, Story, Thread } from '../../../fixtures/story.ts';
import { channelNumber, personOf, threadsOn, userNumber } from '../fixture-telegram.ts';
import type { Layer } from './fixture-layers.ts';
import { tl } from './fixture-tl.ts';

/** Who is known to the app: accounts, groups with their members, the list of conversations, and the phone's address book. */
export function insertPeople(db: Database.Database, story: Story, device: Device, layer: Layer, lastMid: number): void {
  const user = db.prepare('INSERT INTO users (uid, name, status, data) VALUES (?, ?, ?, ?)');
  const contact = db.prepare('INSERT INTO contacts (uid, mutual) VALUES (?, ?)');
  const entry = db.prepare('INSERT INTO user_contacts_v7 (key, uid, fname, sname, imported) VALUES (?, ?, ?, ?, ?)');
  const phone = db.prepare('INSERT INTO user_phones_v7 (key, phone, sphone, deleted) VALUES (?, ?, ?, ?)');
  for (const [index, person] of story.persons.entries()) {
    const id = userNumber(person);
    const saved = device.contacts[person.id];
    const name = saved ?? person.selfName;
    const object = tl(layer.user, {
      self: person.id === device.owner,
      contact: saved !== undefined,
      id,
      access_hash: 9,
      first_name: name,
      phone: saved === undefined ? null : person.phone,
      status: tl('008c703f', { was_online: 1_746_000_000 }),
    });
    user.run(id, `${name.toLowerCase()};;;`, 1_746_000_000 + index, object.bytes);
    if (saved === undefined) continue;
    contact.run(id, 1);
    entry.run(`k${index}`, id, saved, '', 1);
    phone.run(`k${index}`, `+${person.phone}`, person.phone, 0);
  }
  const dialog = db.prepare('INSERT INTO dialogs (did, date, unread_count, last_mid, inbox_max, pts, pinned, folder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'); // prettier-ignore
  for (const [index, thread] of threadsOn(story, device).entries()) {
    const isOne = thread.type === 'one-to-one';
    const other = thread.members.find(({ person }) => person !== device.owner)?.person ?? '';
    const did = isOne ? userNumber(personOf(story, other)) : -channelNumber(thread);
    if (!isOne) insertGroup(db, story, thread, layer);
    dialog.run(did, 1_746_000_000 + index, index % 3, lastMid, lastMid - 1, isOne ? 0 : 40, index === 0 ? 1 : 0, thread.archivedOn.includes(device.id) ? 1 : 0); // prettier-ignore
  }
  insertSecretChat(db, story, device);
}

function insertGroup(db: Database.Database, story: Story, thread: Thread, layer: Layer): void {
  const id = channelNumber(thread);
  const date = Math.floor(thread.createdMs / 1000);
  const isGroup = thread.type === 'group';
  const title = thread.subject ?? '';
  const object = tl(layer.channel, { broadcast: !isGroup, megagroup: isGroup, id, access_hash: 9, title, photo: tl('37c1011c'), date, ...(layer.channel === 'd31a961e' && { version: 0 }) }); // prettier-ignore
  db.prepare('INSERT INTO chats (uid, name, data) VALUES (?, ?, ?)').run(id, title.toLowerCase(), object.bytes);
  if (!isGroup) return;
  const member = db.prepare('INSERT INTO channel_users_v2 (did, uid, date, data) VALUES (?, ?, ?, ?)');
  for (const { person, role, joinedMs, leftMs } of thread.members) {
    if (leftMs !== null) continue;
    const user_id = userNumber(personOf(story, person));
    const joined = Math.floor(joinedMs / 1000);
    const rights = tl('5fb224d5');
    const is32 = layer.channel === 'd31a961e';
    const participant =
      role === 'owner'
        ? tl(is32 ? '447dca4b' : '2fe601d3', { user_id, admin_rights: rights })
        : role === 'admin'
          ? tl(is32 ? 'ccbebbaf' : '34c3bb53', { user_id, promoted_by: user_id, date: joined, admin_rights: rights })
          : tl(is32 ? '15ebac1d' : 'c00c07c0', { user_id, date: joined });
    member.run(-id, user_id, joined, participant.bytes);
  }
}

/** A secret chat without messages, as one is left when both sides emptied it. */
function insertSecretChat(db: Database.Database, story: Story, device: Device): void {
  const other = story.persons.find(({ id }) => id !== device.owner);
  if (other === undefined) return;
  const key = Buffer.alloc(256, 7);
  const object = tl('1e1c7c45', { id: 17 });
  db.prepare(
    'INSERT INTO enc_chats (uid, user, name, data, g, authkey, ttl, layer, seq_in, seq_out, use_count, key_date, fprint, fauthkey, khash, in_seq_no, admin_id, mtproto_seq) VALUES (17, ?, ?, ?, ?, ?, 60, 144, 4, 5, 9, 1746000000, 77, ?, ?, 8, ?, 6)',
  ).run(userNumber(other), other.selfName.toLowerCase(), object.bytes, key, key, key, key, userNumber(other));
}
