import type { ReactNode } from 'react';
import type { SameFile } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { PathText } from '../../text/path-text.tsx';
import { showCount } from '../../time/units.ts';
import { openMessage } from './open-message.ts';

/** Where else in the case the same bytes are. */
export function SameFilePanel(props: {
  readonly same: SameFile;
  readonly onHash: (sha256: string) => void;
}): ReactNode {
  const m = useMessages();
  const { same } = props;
  const { sha256 } = same;
  return (
    <section aria-label={m.media.same} className="media-section">
      <h2>{m.media.same}</h2>
      {sha256 === null ? (
        <p className="muted">{m.media.sameUnknown}</p>
      ) : (
        <>
          <p>
            {same.by === 'stored' ? m.media.sameStored : m.media.sameContent}{' '}
            {m.media.sameCounts(same.attachments, same.conversations.length + same.more, same.filesTotal)}
            {same.absent > 0 && ` ${m.media.sameAbsent(same.absent)}`}
          </p>
          {same.firstMs !== null && (
            <p className="muted small">
              {m.media.first} <TimeText ms={same.firstMs} /> · {m.media.last} <TimeText ms={same.lastMs} />
            </p>
          )}
          {same.attachments > 1 && (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                props.onHash(sha256);
              }}
            >
              {m.media.sameShow(same.attachments)}
            </button>
          )}
          <ul className="same-list">
            {same.conversations.map((one) => (
              <li key={`${one.exhibitReference} ${String(one.conversation)}`}>
                <button type="button" className="link-row" onClick={() => { openMessage(one); }}>
                  <span className="ellipsis">
                    <EvidenceText text={one.title} /> <span className="muted">· {one.exhibitReference}</span>
                  </span>
                  <span className="spring" />
                  <span className="numeric muted">{showCount(one.attachments)} ×</span>
                </button>
              </li>
            ))}
          </ul>
          {same.more > 0 && <p className="muted small">{m.media.sameMore(same.more)}</p>}
          {same.files.length > 0 && (
            <details>
              <summary>{m.media.sameFiles(same.filesTotal)}</summary>
              <ul className="same-list">
                {same.files.map((file) => (
                  <li key={`${file.exhibitReference} ${file.path}`} className="row">
                    <span className="muted">{file.exhibitReference}</span> <PathText path={file.path} />
                  </li>
                ))}
              </ul>
              {same.filesTotal > same.files.length && (
                <p className="muted small">{m.media.sameMore(same.filesTotal - same.files.length)}</p>
              )}
            </details>
          )}
        </>
      )}
    </section>
  );
} // prettier-ignore
