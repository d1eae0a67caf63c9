import { Button, Dialog, DialogBody } from '@blueprintjs/core';
import { ChevronLeftIcon, ChevronRightIcon } from '@blueprintjs/icons';
import { useEffect, useRef, type ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { Medium } from './medium.tsx';

/** One attachment as large as the window allows; arrow keys go to its neighbours in the list. */
export function MediaViewer(props: {
  readonly media: MediaView | null;
  readonly index: number;
  readonly total: number;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const { media, index, total } = props;
  const step = (by: number): void => {
    const next = index + by;
    if (next >= 0 && next < total) props.onMove(next);
  };
  const move = useRef(step);
  useEffect(() => {
    move.current = step;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // The player's own keys stay with the player.
      if (event.target instanceof HTMLMediaElement) return;
      if (event.key === 'ArrowRight') move.current(1);
      else if (event.key === 'ArrowLeft') move.current(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  const title = media === null ? m.general.loading : plainVisible(media.name ?? m.words.types[media.type] ?? media.type);
  return (
    <Dialog isOpen title={title} className="viewer media-viewer" onClose={props.onClose}>
      <DialogBody>
        <div className="viewer-stage">
          <Button variant="minimal" disabled={index === 0} aria-label={m.general.previous} icon={<ChevronLeftIcon />} onClick={() => { step(-1); }} />
          <div className="viewer-medium">{media !== null && <Medium key={media.id} media={media} />}</div>
          <Button variant="minimal" disabled={index === total - 1} aria-label={m.general.next} icon={<ChevronRightIcon />} onClick={() => { step(1); }} />
        </div>
        <p className="row small">
          {media !== null && (
            <>
              {media.sender !== null && <EvidenceText text={media.sender.name} />}
              <span className="muted">{media.conversationTitle !== null && <EvidenceText text={media.conversationTitle} />}</span>
              <TimeText ms={media.timeMs} zone={media.timeZone} />
            </>
          )}
          <span className="spring" />
          <span className="numeric muted">{m.media.position(showCount(index + 1), showCount(total))}</span>
        </p>
      </DialogBody>
    </Dialog>
  );
} // prettier-ignore
