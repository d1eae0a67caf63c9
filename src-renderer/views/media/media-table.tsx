import type { KeyboardEvent, ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { MarkDots } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';

/** Attachments as a table of facts. */
export function MediaTable(props: {
  readonly count: number;
  readonly active: number | null;
  readonly row: (index: number) => MediaView | null;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly spends: (event: KeyboardEvent) => boolean;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}): ReactNode {
  const m = useMessages();
  const { row, ...list } = props;
  const t = m.media.table;
  return (
    <VirtualRows
      {...list}
      rowHeight={30}
      label={m.media.grid}
      opensOnClick={false}
      className="media-table"
      header={
        <div role="row" className="media-columns head">
          {[t.kind, t.time, t.sender, t.conversation, t.name, t.size, t.content, t.hash].map((text) => (
            <div key={text} role="columnheader">
              {text}
            </div>
          ))}
        </div>
      }
      row={(index) => {
        const media = row(index);
        return media === null ? <span className="placeholder" /> : <Cells media={media} />;
      }}
    />
  );
}

function Cells({ media }: { readonly media: MediaView }): ReactNode {
  const m = useMessages();
  const size = media.sizeBytes ?? media.contentBytes;
  return (
    <div className="media-columns" role="presentation">
      <div role="gridcell" className="ellipsis">
        <MarkDots item={media} /> {m.words.types[media.type] ?? media.type}
      </div>
      <div role="gridcell" className="numeric ellipsis">
        <TimeText ms={media.timeMs} zone={media.timeZone} />
      </div>
      <div role="gridcell" className="ellipsis">
        {media.sender === null ? <span className="muted">{m.conversations.noSender}</span> : <EvidenceText text={media.sender.name} />}
      </div>
      <div role="gridcell" className="ellipsis">
        {media.conversationTitle !== null && <EvidenceText text={media.conversationTitle} />}
      </div>
      <div role="gridcell" className="ellipsis">
        {media.name === null ? <span className="muted">{m.general.notStored}</span> : <EvidenceText text={media.name} />}
      </div>
      <div role="gridcell" className="numeric end">
        {size === null ? m.general.notStored : showSize(size)}
      </div>
      <div role="gridcell" className="ellipsis">
        {m.media.presences[media.presence]}
        {media.copies > 1 && <span className="badge">{m.media.copies(media.copies)}</span>}
      </div>
      <div role="gridcell" className="mono muted ellipsis">
        {(media.sha256 ?? media.storedSha256 ?? '').slice(0, 16)}
      </div>
    </div>
  );
} // prettier-ignore
