import type { Post, Thread } from '../../../fixtures/story.ts';
import { actionCode, madeId, sha256 } from './fixture-facts.ts';
import type { Cast } from './fixture-cast.ts';
import type { MediaFolder } from './fixture-files.ts';
import type { Inserter } from './fixture-insert.ts';

/** What the writing of a body needs of the store's writer. */
interface BodyWriter {
  readonly insert: Inserter;
  readonly cast: Cast;
  readonly media: MediaFolder;
  /** The row number of an identifier. */
  jid(raw: string): number;
  /** The row number of a person's account as the thread addresses it. */
  account(person: string, thread: Thread): number;
}

/** Writes the tables that hold what a message carries besides its text. */
export function writeBody(writer: BodyWriter, post: Post, thread: Thread, id: number, chat: number): void {
  const { insert } = writer;
  const { body } = post;
  switch (body.type) {
    case 'media': {
      const { media } = body;
      const content = media.content();
      const path = writer.media.store(post, media, writer.cast.isOwner(post.sender), content);
      insert.row('message_media', {
        message_row_id: id,
        chat_row_id: chat,
        transferred: 1,
        file_path: path,
        file_size: content.length,
        file_length: content.length,
        media_key_timestamp: post.sentMs,
        width: media.width ?? 0,
        height: media.height ?? 0,
        mime_type: media.mediaType,
        media_name: media.type === 'document' ? media.name : null,
        file_hash: sha256(content).toString('base64'),
        media_duration: media.durationS ?? 0,
        media_caption: body.caption,
        raw_transcription_text: media.transcript,
      });
      return;
    }
    case 'location':
      insert.row('message_location', {
        message_row_id: id,
        chat_row_id: chat,
        latitude: body.latitude,
        longitude: body.longitude,
        place_name: body.name,
        place_address: body.address,
        live_location_share_duration: body.liveS,
      });
      return;
    case 'contact':
      for (const card of body.cards) {
        const row = insert.row('message_vcard', { message_row_id: id, vcard: card.vcard });
        const phone = /waid=(\d{5,15})/.exec(card.vcard)?.[1];
        if (phone !== undefined)
          insert.row('message_vcard_jid', {
            vcard_jid_row_id: writer.jid(`${phone}@s.whatsapp.net`),
            vcard_row_id: row,
            message_row_id: id,
          });
      }
      return;
    case 'link':
      insert.row('message_text', {
        message_row_id: id,
        description: body.description,
        page_title: body.title,
        url: body.url,
        preview_type: 0,
      });
      insert.row('message_link', { chat_row_id: chat, message_row_id: id, link_index: 0 });
      return;
    case 'poll': {
      insert.row('message_poll', { message_row_id: id, selectable_options_count: 1 });
      const options = body.options.map((name, i) =>
        insert.row('message_poll_option', {
          message_row_id: id,
          option_sha256: sha256(Buffer.from(name)).toString('base64'),
          option_name: name,
          vote_total: body.votes.filter((vote) => vote.options.includes(i)).length,
        }),
      );
      for (const [i, vote] of body.votes.entries()) {
        const isOwn = writer.cast.isOwner(vote.person);
        const addOn = insert.row('message_add_on', {
          chat_row_id: chat,
          from_me: isOwn ? 1 : 0,
          key_id: madeId(`vote ${i} ${post.serverId}`),
          sender_jid_row_id: isOwn || thread.type === 'one-to-one' ? -1 : writer.account(vote.person, thread),
          parent_message_row_id: id,
          timestamp: vote.ms,
          status: 0,
          message_add_on_type: 67,
        });
        insert.row('message_add_on_poll_vote', { message_add_on_row_id: addOn, sender_timestamp: vote.ms });
        for (const option of vote.options)
          insert.row('message_add_on_poll_vote_selected_option', {
            message_add_on_row_id: addOn,
            message_poll_option_id: options[option] ?? 0,
          });
      }
      return;
    }
    case 'system':
      writeSystem(writer, post, thread, id);
      return;
    case 'text':
    case 'unknown':
  }
}

function writeSystem(writer: BodyWriter, post: Post, thread: Thread, id: number): void {
  if (post.body.type !== 'system') return;
  const { insert } = writer;
  const fact = post.body.system;
  insert.row('message_system', { message_row_id: id, action_type: actionCode(post.body) });
  switch (fact.action) {
    case 'member-added':
    case 'member-removed':
    case 'admin-added':
    case 'security-code-changed':
      for (const person of fact.persons) {
        insert.row('message_system_chat_participant', {
          message_row_id: id,
          user_jid_row_id: writer.account(person, thread),
        });
        if (fact.action === 'member-added' && writer.cast.isOwner(person) && fact.persons.length === 1)
          insert.row('message_system_group', { message_row_id: id, is_me_joined: 1 });
      }
      return;
    case 'member-left':
      if (post.sender !== null)
        insert.row('message_system_chat_participant', {
          message_row_id: id,
          user_jid_row_id: writer.account(post.sender, thread),
        });
      return;
    case 'subject-changed':
      insert.row('message_system_value_change', { message_row_id: id, old_data: fact.before });
      return;
    case 'timer-changed':
      insert.row('message_ephemeral_setting', {
        message_row_id: id,
        setting_duration: fact.seconds,
        setting_reason: 0,
      });
      return;
    case 'number-changed':
      insert.row('message_system_number_change', {
        message_row_id: id,
        old_jid_row_id: writer.jid(`${fact.before}@s.whatsapp.net`),
        new_jid_row_id: writer.jid(`${fact.after}@s.whatsapp.net`),
      });
      return;
    case 'icon-changed':
      insert.row('message_system_photo_change', { message_row_id: id, new_photo_id: String(post.sentMs) });
      return;
    case 'blocked':
    case 'unblocked':
      insert.row('message_system_block_contact', { message_row_id: id, is_blocked: fact.action === 'blocked' ? 1 : 0 });
      return;
    case 'group-created':
    case 'description-changed':
    case 'encryption-notice':
  }
}
