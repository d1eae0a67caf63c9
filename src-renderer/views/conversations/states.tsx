import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import type { Recovery } from '../../../src-main/model/index.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** That a message is deleted, recovered or edited, and the other wordings of it that were found. */
export function States({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const isDeleted = item.deleted !== null || item.state === 'marked-deleted' || item.type === 'revoked';
  const by = item.deleted?.by ?? null;
  const deletedMs = item.deleted?.timeMs ?? null;
  const hasText = item.body !== null || item.versions.some((version) => version.role === 'deleted-text');
  return (
    <>
      {item.state === 'recovered' && (
        <div className="state-line recovered-line">
          <strong>{m.conversations.recovered}</strong>
          {item.recovery !== null && <Method recovery={item.recovery} />}
        </div>
      )}
      {isDeleted && (
        <div className="state-line deleted-line">
          <strong>{by === null ? m.conversations.deleted : m.conversations.deletedBy(`\u2068${by}\u2069`)}</strong>
          {deletedMs !== null && (
            <>
              {' · '}
              <TimeText ms={deletedMs} meaning="deleted" />
            </>
          )}
          {!hasText && item.attachments.length === 0 && <div className="muted">{m.conversations.deletedNoText}</div>}
        </div>
      )}
      {item.editedMs !== null && (
        <div className="state-line">
          {m.conversations.edited} <TimeText ms={item.editedMs} meaning="edited" />
        </div>
      )}
      {item.versions.map((version, index) => (
        <div key={index} className={version.role === 'deleted-text' ? 'version deleted-text' : 'version'}>
          <div className="version-head">
            <strong>{version.role === 'deleted-text' ? m.conversations.recoveredText : m.conversations.earlier}</strong>
            {version.timeMs !== null && <TimeText ms={version.timeMs} />}
            {!version.verbatim && <span className="badge warning">{m.conversations.notVerbatim}</span>}
            {version.recovery !== null && <Method recovery={version.recovery} />}
          </div>
          <EvidenceText text={version.body} />
        </div>
      ))}
    </>
  );
}

function Method({ recovery }: { readonly recovery: Recovery }): ReactNode {
  const m = useMessages();
  return (
    <span className="method">
      {' '}
      {m.conversations.method}: {m.words.methods[recovery.method] ?? recovery.method} ·{' '}
      {m.words.confidence[recovery.confidence]} {m.conversations.confidence}
      {recovery.otherwise !== '' && (
        <span className="muted">
          {' '}
          · {m.conversations.otherwise}: {recovery.otherwise}
        </span>
      )}
    </span>
  );
}
