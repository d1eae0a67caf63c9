import type { AttachmentView } from '../../contract/index.ts';
import { words } from '../words.ts';
import { data, joined, type Phrase } from './phrase.ts';
import type { Block } from './printed-line.ts';

/** Where the package holds an attachment's content, or why it does not. */
export type MediaPlace =
  | { readonly kept: true; readonly href: string; readonly picture: boolean }
  | { readonly kept: false; readonly why: string };

/** What is stored about an attachment, whether its content was found, and where the package holds it. */
export function attachmentBlock(attachment: AttachmentView, media: (sha256: string) => MediaPlace | null): Block {
  const place = attachment.sha256 === null ? null : media(attachment.sha256);
  const facts: Phrase[] = [[`${words.attachment}: ${attachment.type}`]];
  const fact = (text: string | null): void => {
    if (text !== null) facts.push([data(text)]);
  };
  fact(attachment.name);
  fact(attachment.mediaType);
  if (attachment.sizeBytes !== null) facts.push([words.counted(attachment.sizeBytes, words.bytes)]);
  if (attachment.width !== null && attachment.height !== null)
    facts.push([`${attachment.width} × ${attachment.height}`]);
  if (attachment.durationS !== null) facts.push([`${attachment.durationS} ${words.seconds}`]);
  facts.push([words.presence[attachment.presence]]);
  if (attachment.matchedBy !== null) facts.push([words.matchedBy[attachment.matchedBy]]);
  if (attachment.presence !== 'present') fact(attachment.path);
  if (attachment.sha256 !== null) facts.push([`sha256 ${attachment.sha256}`]);
  if (attachment.storedSha256 !== null && attachment.storedSha256 !== attachment.sha256) {
    facts.push([`${words.storedHash}: `, data(attachment.storedSha256)]);
  }
  if (attachment.deciphered !== null) {
    const { path, sha256, method } = attachment.deciphered;
    facts.push([`${words.deciphered}: `, data(method)], [`${words.encryptedFile}: `, data(path), ` sha256 ${sha256}`]);
  }
  if (place?.kept === false) facts.push([place.why]);
  if (place?.kept === true && place.href.endsWith('.silk')) facts.push([words.silk]);
  if (attachment.caption !== null) facts.push([`${words.caption}: `, data(attachment.caption)]);
  if (attachment.transcript !== null) facts.push([`${words.transcriptText}: `, data(attachment.transcript)]);
  const kept = place?.kept === true ? place : null;
  return { as: 'attachment', says: joined(facts, ' · '), href: kept?.href ?? null, picture: kept?.picture ?? false };
}
