import {
  AntennaIcon,
  ArchiveIcon,
  BookmarkIcon,
  ChatIcon,
  EyeOffIcon,
  FeedIcon,
  GroupObjectsIcon,
  HelpIcon,
  PeopleIcon,
  PersonIcon,
  PulseIcon,
  TickCircleIcon,
} from '@blueprintjs/icons';
import type { ComponentType, ReactNode } from 'react';
import type { ConversationView } from '../../../src-main/contract/index.ts';
import { ReviewMarks } from '../../marks/review-marks.tsx';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOf } from '../../text/start-of.ts';
import { fullTime, showTime } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';

const KINDS: Readonly<Record<string, ComponentType<{ readonly size?: number; readonly title?: string }>>> = {
  'one-to-one': PersonIcon,
  group: PeopleIcon,
  broadcast: AntennaIcon,
  channel: FeedIcon,
  community: GroupObjectsIcon,
  status: PulseIcon,
  self: BookmarkIcon,
  bot: ChatIcon,
};

/** A conversation in the list: kind, name, last message, where it was read, and what the filter leaves of it. */
export function ConversationRow(props: {
  readonly row: ConversationView;
  readonly isOpen: boolean;
  readonly isPicked: boolean;
}): ReactNode {
  const { row, isOpen, isPicked } = props;
  const m = useMessages();
  const zone = useZone();
  const last = row.lastMs === null ? null : showTime(row.lastMs, zone);
  const Kind = KINDS[row.type] ?? HelpIcon;
  const kind = m.words.conversationTypes[row.type] ?? row.type;
  return (
    <div className={`conversation-row${isOpen ? ' open' : ''}`}>
      <div className="row">
        {isPicked ? (
          <TickCircleIcon size={14} title={m.conversations.isPicked} className="picked-icon" />
        ) : (
          <Kind size={14} />
        )}
        <EvidenceText text={row.title} className="ellipsis title" />
        <span className="spring" />
        {last !== null && row.lastMs !== null && (
          <time className="numeric muted" title={fullTime(row.lastMs, zone)}>
            {last.date} {last.time.slice(0, 5)}
          </time>
        )}
      </div>
      <div className="row preview">
        {row.draft === null ? (
          <span className="ellipsis muted">
            {row.lastBody !== null && <EvidenceText text={startOf(row.lastBody, 160)} />}
          </span>
        ) : (
          <span className="ellipsis">
            <em className="draft">{m.conversations.draft}</em> <EvidenceText text={startOf(row.draft, 160)} />
          </span>
        )}
        <span className="spring" />
        {row.review !== undefined && <ReviewMarks review={row.review} />}
      </div>
      <div className="row muted small">
        <span>{kind}</span>
        <span className="ellipsis">
          <EvidenceText text={row.exhibitReference} /> · {row.sourceLabel}
        </span>
        {row.archived === true && (
          <span className="badge">
            <ArchiveIcon size={10} /> {m.conversations.archived}
          </span>
        )}
        {row.hidden === true && (
          <span className="badge">
            <EyeOffIcon size={10} /> {m.conversations.hidden}
          </span>
        )}
        <span className="spring" />
        {row.deleted > 0 && <span className="badge danger">{m.counts.deleted(row.deleted)}</span>}
        {row.matching !== undefined && (
          <strong className="numeric" title={m.conversations.matching(row.matching)}>
            {showCount(row.matching)}
          </strong>
        )}
        <span className="numeric" title={m.counts.messages(row.messages)}>
          {row.matching === undefined ? showCount(row.messages) : `/ ${showCount(row.messages)}`}
        </span>
      </div>
    </div>
  );
}
