import { HistoryIcon, TrashIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { isDeleted } from './grouping.ts';
import { Method, Wordings } from './wordings.tsx';

/** That a message is deleted, recovered or edited, and the other wordings of it that were found. */
export function States(props: {
  readonly item: ItemView;
  /** True: earlier wordings are shown. Text found of a deleted message always is. */
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const m = useMessages();
  const { item } = props;
  const by = item.deleted?.by ?? null;
  const deletedMs = item.deleted?.timeMs ?? null;
  const hasText = item.body !== null || item.versions.some((version) => version.role === 'deleted-text');
  return (
    <>
      {item.state === 'recovered' && (
        <div className="state-line recovered-line">
          <strong className="state-name">
            <HistoryIcon size={12} /> {m.conversations.recovered}
          </strong>
          {item.recovery !== null && <Method recovery={item.recovery} />}
        </div>
      )}
      {isDeleted(item) && (
        <div className="state-line deleted-line">
          <strong className="state-name">
            <TrashIcon size={12} />{' '}
            {by === null ? m.conversations.deleted : m.conversations.deletedBy(`\u2068${by}\u2069`)}
          </strong>
          {deletedMs !== null && (
            <>
              {' · '}
              <TimeText ms={deletedMs} meaning="deleted" />
            </>
          )}
          {!hasText && item.attachments.length === 0 && <div className="muted">{m.conversations.deletedNoText}</div>}
        </div>
      )}
      <Wordings {...props} />
    </>
  );
}
