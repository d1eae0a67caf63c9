import { DisableIcon, DocumentIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { AttachmentView } from '../../../src-main/contract/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { useRowTab } from '../../components/row-tab.ts';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showDuration, showSize } from '../../time/units.ts';
import { Sound } from '../media/waveform.tsx';
import { transport } from '../../transport/index.ts';

/** Attachments of one message shown at once. */
const MOST_ATTACHMENTS = 20;
/** From here on they stand side by side, smaller. */
const ALBUM = 3;

/** What a message refers to: shown where the content is in the exhibit, named where it is not. */
export function Attachments(props: {
  readonly attachments: readonly AttachmentView[];
  readonly onEnlarge: (attachment: AttachmentView) => void;
}): ReactNode {
  const { shown, more } = useBounded(props.attachments, MOST_ATTACHMENTS);
  const figures = shown.map((attachment) => (
    <Attachment key={attachment.id} attachment={attachment} onEnlarge={props.onEnlarge} />
  ));
  return (
    <>
      {props.attachments.length < ALBUM ? figures : <div className="album">{figures}</div>}
      {more}
    </>
  );
}

function Attachment(props: {
  readonly attachment: AttachmentView;
  readonly onEnlarge: (attachment: AttachmentView) => void;
}): ReactNode {
  const { attachment } = props;
  const m = useMessages();
  const [isRefused, setRefused] = useState(false);
  const { presence } = attachment;
  const isShown = presence !== 'absent' && !isRefused && attachment.type !== 'document' && attachment.type !== 'other';
  return (
    <figure className={`attachment ${presence}`}>
      {isShown && (
        <Medium
          attachment={attachment}
          onEnlarge={props.onEnlarge}
          onRefused={() => {
            setRefused(true);
          }}
        />
      )}
      <figcaption>
        {presence === 'absent' ? <DisableIcon size={14} /> : !isShown && <DocumentIcon size={14} />}
        <span className="attachment-name">
          {m.words.types[attachment.type] ?? attachment.type}
          {attachment.name !== null && (
            <>
              {' · '}
              <EvidenceText text={attachment.name} />
            </>
          )}
        </span>
        {attachment.sizeBytes !== null && <span className="numeric muted">{showSize(attachment.sizeBytes)}</span>}
        {attachment.durationS !== null && <span className="numeric muted">{showDuration(attachment.durationS)}</span>}
        {presence === 'absent' && <span className="badge danger">{m.conversations.absent}</span>}
        {presence === 'thumbnail' && <span className="badge warning">{m.conversations.thumbnailOnly}</span>}
        {attachment.deciphered !== null && (
          <span className="badge" title={plainVisible(attachment.deciphered.path)}>
            {m.conversations.deciphered}
          </span>
        )}
        {isRefused && <span className="badge">{m.conversations.mediaRefused}</span>}
        {attachment.matchedBy !== null && attachment.matchedBy !== 'path' && attachment.matchedBy !== 'row' && (
          <span className="badge warning">{m.conversations.matchedBy[attachment.matchedBy]}</span>
        )}
        {presence === 'absent' && attachment.path !== null && (
          <EvidenceText text={attachment.path} className="mono muted" />
        )}
        {attachment.sha256 !== null && (
          <HashValue hash={attachment.sha256} label={`SHA-256 ${plainVisible(attachment.name ?? '')}`} isShort />
        )}
      </figcaption>
      {attachment.caption !== null && (
        <p className="body">
          <EvidenceText text={attachment.caption} />
        </p>
      )}
      {attachment.transcript !== null && (
        <p className="transcript">
          <span className="muted">{m.conversations.transcript}</span> <EvidenceText text={attachment.transcript} />
        </p>
      )}
    </figure>
  );
}

function Medium(props: {
  readonly attachment: AttachmentView;
  readonly onEnlarge: (attachment: AttachmentView) => void;
  readonly onRefused: () => void;
}): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const { attachment, onRefused } = props;
  const address = transport.contentAddress(
    attachment.id,
    attachment.presence === 'thumbnail' ? 'thumbnail' : 'content',
  );
  const name = plainVisible(attachment.name ?? m.words.types[attachment.type] ?? attachment.type);
  if (attachment.presence === 'present' && (attachment.type === 'audio' || attachment.type === 'voice')) {
    return <Sound media={attachment} sizeBytes={attachment.sizeBytes} isInline tab={tab} onRefused={onRefused} />;
  }
  if (attachment.presence === 'present' && (attachment.type === 'video' || isMovingGif(attachment))) {
    return (
      <video controls tabIndex={tab} muted preload="metadata" src={address} aria-label={name} onError={onRefused} />
    );
  }
  const { width, height } = attachment;
  const ratio =
    width !== null && height !== null && width > 0 && height > 0 ? { aspectRatio: `${width} / ${height}` } : {};
  return (
    <>
      <button
        type="button"
        className={attachment.type === 'sticker' ? 'picture sticker' : 'picture'}
        tabIndex={tab}
        onClick={() => {
          props.onEnlarge(attachment);
        }}
      >
        <img src={address} alt={name} loading="lazy" decoding="async" style={ratio} onError={onRefused} />
      </button>
    </>
  );
}

function isMovingGif(attachment: AttachmentView): boolean {
  return attachment.type === 'gif' && attachment.mediaType?.startsWith('video/') === true;
}
