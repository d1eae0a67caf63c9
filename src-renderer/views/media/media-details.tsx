import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { MediaFacts, MediaView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { OnlyThis } from '../../components/only-this.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { MarkChips } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showDuration, showSize } from '../../time/units.ts';
import { DerivedPanel } from './derived-panel.tsx';
import { ExifPanel } from './exif-panel.tsx';
import { Medium } from './medium.tsx';
import { openMessage } from './open-message.ts';
import { StructurePanel } from './structure-panel.tsx';
import { SameFilePanel } from './same-file-panel.tsx';

/** All that is known of one attachment, and the way to its message. */
export function MediaDetails(props: {
  readonly attachment: number;
  readonly onHash: (sha256: string) => void;
}): ReactNode {
  const m = useMessages();
  const { attachment } = props;
  const found = useEngine('media.get', { attachment });
  const media = found.data?.media;
  const facts = useEngine('media.facts', media?.presence === 'present' ? { attachment } : null);
  const derived = facts.data?.derived ?? null;
  if (found.error !== null) return <FailureNote error={found.error} />;
  if (media === undefined || found.data === undefined) return <p className="muted pad">{m.general.loading}</p>;
  return (
    <>
      <div className={`medium ${media.type}`}>
        <Medium key={media.id} media={media} />
      </div>
      <div className="row media-actions">
        <Button size="small" text={m.media.toMessage} onClick={() => { openMessage(media); }} />
        <Button size="small" variant="minimal" text={m.conversations.provenance} onClick={() => { go({ record: media.item }); }} />
      </div>
      <MarkChips item={media} />
      <Facts media={media} facts={facts.data ?? null} />
      {facts.error !== null && <FailureNote error={facts.error} />}
      {derived !== null && <DerivedPanel derived={derived} storedS={media.durationS} />}
      <SameFilePanel same={found.data.same} onHash={props.onHash} />
      {facts.data !== undefined && <ExifPanel facts={facts.data} />}
      {facts.data !== undefined && <StructurePanel facts={facts.data} />}
    </>
  );
} // prettier-ignore

function Facts({ media, facts }: { readonly media: MediaView; readonly facts: MediaFacts | null }): ReactNode {
  const m = useMessages();
  const f = m.media.facts;
  const none = <span className="muted">{m.general.unknown}</span>;
  const type = (named: string | null, kind: 'stated' | 'name'): ReactNode =>
    named === null ? (
      none
    ) : (
      <>
        <EvidenceText text={named} className="mono" />
        {facts?.mismatches.includes(kind) === true && <span className="badge danger">{m.media.mismatch}</span>}
      </>
    );
  const rows: readonly (readonly [string, ReactNode])[] = [
    [f.kind, m.words.types[media.type] ?? media.type],
    [f.sender, media.sender === null ? none : <><EvidenceText text={media.sender.name} /> <OnlyThis name={media.sender.name} part={{ senders: [media.sender.account] }} /></>],
    [f.conversation, media.conversationTitle === null || media.conversation === null ? none : <><EvidenceText text={media.conversationTitle} /> <OnlyThis name={media.conversationTitle} part={{ conversations: [media.conversation] }} /></>],
    [f.time, <TimeText key="time" ms={media.timeMs} zone={media.timeZone} withUtc />],
    [f.exhibit, <EvidenceText key="exhibit" text={media.exhibitReference} />],
    [f.name, media.name === null ? none : <EvidenceText text={media.name} />],
    ...(media.caption === null ? [] : [[f.caption, <EvidenceText key="caption" text={media.caption} />] as const]),
    ...(media.transcript === null ? [] : [[m.conversations.transcript, <EvidenceText key="transcript" text={media.transcript} />] as const]),
    [f.content, m.media.presenceText[media.presence]],
    ...(media.matchedBy === null ? [] : [[f.matched, m.conversations.matchedBy[media.matchedBy]] as const]),
    [f.path, media.path === null ? none : <EvidenceText text={media.path} className="mono" />],
    ...(media.contentPath === null ? [] : [[f.contentPath, <EvidenceText key="content" text={media.contentPath} className="mono" />] as const]),
    ...(media.deciphered === null ? [] : [
      [f.deciphered, <EngineText key="deciphered" text={media.deciphered.method} />] as const,
      [f.encryptedFile, <span key="encrypted"><EvidenceText text={media.deciphered.path} className="mono" /> <HashValue hash={media.deciphered.sha256} label={f.encryptedFile} isShort /></span>] as const,
    ]),
    [f.size, media.sizeBytes === null ? none : `${showSize(media.sizeBytes)} (${showCount(media.sizeBytes)})`],
    ...(media.contentBytes === null ? [] : [[f.contentSize, `${showSize(media.contentBytes)} (${showCount(media.contentBytes)})`] as const]),
    ...(media.width === null || media.height === null ? [] : [[f.dimensions, `${media.width} × ${media.height}`] as const]),
    ...(media.durationS === null ? [] : [[f.duration, showDuration(media.durationS)] as const]),
    [f.typeStated, type(media.mediaType, 'stated')],
    ...(facts === null ? [] : [
      [f.typeByName, type(facts.typeByName, 'name')] as const,
      [f.typeByBytes, facts.typeByBytes === null ? <span key="bytes" className="muted">{m.media.typeUnknown}</span> : <code key="bytes">{facts.typeByBytes}</code>] as const,
    ]),
    ...(media.sha256 === null ? [] : [[f.sha256, <HashValue key="hash" hash={media.sha256} label={f.sha256} isShort />] as const]),
    ...(media.storedSha256 === null || media.storedSha256 === media.sha256 ? [] : [[f.storedSha256, <HashValue key="stored" hash={media.storedSha256} label={f.storedSha256} isShort />] as const]),
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
} // prettier-ignore
