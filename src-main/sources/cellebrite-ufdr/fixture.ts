import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { Fixture } from '../../../fixtures/story.ts';
import { ReportWriter } from './fixture-report.ts';

/** Writes a device of the story as the folder of a report, as the zip would unpack: report.xml and the media it lists. */
export const fixture: Fixture = {
  parser: 'cellebrite-ufdr',
  variants: ['xml'],
  platforms: ['android', 'ios'],
  lacks: {
    edits: 'a label says that a message was edited, nothing says when',
    revoked: 'no form of it in a report is known',
    'revoked-by': 'no form of it in a report is known',
    'revoked-time': 'no form of it in a report is known',
    reactions: 'their form in a report is not known; carried as stored values',
    mentions: 'written as text',
    polls: 'written as text',
    'poll-votes': 'not written',
    contacts: 'a shared contact is a model of its own, without the card',
    'view-once': 'not written',
    'system-lines': 'sentences of the app, kept as text',
    'system-persons': 'kept as text',
    membership: 'a report lists participants without dates and states',
    'past-members': 'not told apart',
    broadcasts: 'the writer leaves them out',
    communities: 'not told apart from groups',
    'community-links': 'not written',
    subscribers: 'not told apart from members',
    drafts: 'not written',
    stars: 'not written',
    'media-hash': 'nothing is stated of files that are not in the report',
  },
  write(story, { root, device }) {
    const writer = new ReportWriter(story, device);
    mkdirSync(root, { recursive: true });
    for (const post of postsOn(story, device.id)) {
      const { body } = post;
      if (body.type !== 'media' || !writer.holds(post) || !writer.hasFile(post)) continue;
      const bytes = body.media.content();
      const file = writer.fileOf(post, bytes.length, createHash('md5').update(bytes).digest('hex'));
      const target = join(root, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    writeFileSync(join(root, 'report.xml'), writer.report());
  },
};
