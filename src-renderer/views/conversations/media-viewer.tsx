import { Button, Dialog } from '@blueprintjs/core';
import { ArrowLeftIcon, ArrowRightIcon, ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { AttachmentView, Filter, ItemView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { transport } from '../../transport/index.ts';
import { SenderName } from './sender-name.tsx';
import { start } from '../../engine/untold.ts';

/** An attachment of an item, shown large. */
export interface Shown {
  readonly item: ItemView;
  readonly attachment: AttachmentView;
}

const PICTURES = ['image', 'video', 'video-note', 'gif', 'sticker'];
const ZOOM_STEP = 1.5;
const ZOOM_MOST = 16;

/**
 * Pictures and videos of a conversation one by one, under its filter: arrows go to the one before and after, plus and minus
 * zoom, zero fits the screen.
 */
export function MediaViewer(props: {
  readonly shown: Shown;
  readonly filter: Filter;
  readonly onShow: (shown: Shown) => void;
  readonly onGo: (item: ItemView) => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const { shown, filter, onShow } = props;
  const { item, attachment } = shown;
  const types = filter.types === undefined ? PICTURES : filter.types.filter((type) => PICTURES.includes(type));
  const among: Filter = { ...filter, attachments: 'present', types };
  // Not found for what stands outside the list, such as a preview without content: it is then shown alone.
  const place = useEngine('item.page', { filter: among, at: { item: item.id }, limit: 1 }, { keepPrevious: true });
  const at = place.error === null ? place.data : undefined;
  /** Of the picture's own size; null: fitted to the screen. */
  const [zoom, setZoom] = useState<number | null>(null);
  const [ownWidth, setOwnWidth] = useState(0);
  const name = plainVisible(attachment.name ?? m.words.types[attachment.type] ?? attachment.type);
  const address = transport.contentAddress(
    attachment.id,
    attachment.presence === 'thumbnail' ? 'thumbnail' : 'content',
  );
  const step = async (by: number): Promise<void> => {
    if (at === undefined || place.isPlaceholderData) return;
    const index = at.first + by;
    if (index < 0 || index >= at.total) return;
    const { rows } = await ask('item.page', { filter: among, at: { index }, limit: 1 });
    const [next] = rows;
    const first = next?.attachments.find(({ presence }) => presence === 'present');
    if (next === undefined || first === undefined) return;
    setZoom(null);
    onShow({ item: next, attachment: first });
  };
  const zoomBy = (factor: number): void => {
    setZoom(Math.min(ZOOM_MOST, Math.max(1 / ZOOM_MOST, (zoom ?? 1) * factor)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLVideoElement) return;
    if (event.key === 'ArrowLeft') start(step(-1));
    else if (event.key === 'ArrowRight') start(step(1));
    else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') setZoom(null);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog isOpen title={name} className="viewer" onClose={props.onClose}>
      <div className="viewer-body" onKeyDown={onKeyDown}>
        <div className="viewer-stage" tabIndex={0} role="group" aria-label={name}>
          {attachment.type === 'video' || attachment.type === 'video-note' ? (
            <video key={attachment.id} controls src={address} aria-label={name} />
          ) : (
            <img
              key={attachment.id}
              src={address}
              alt={name}
              className={zoom === null ? 'fitted' : 'zoomed'}
              style={zoom === null ? {} : { inlineSize: `${ownWidth * zoom}px` }}
              onLoad={(event) => {
                setOwnWidth(event.currentTarget.naturalWidth);
              }}
            />
          )}
        </div>
        <div className="viewer-foot">
          <Button
            size="small"
            icon={<ArrowLeftIcon size={14} />}
            aria-label={m.general.previous}
            title={`${m.general.previous} (←)`}
            disabled={at === undefined || at.first === 0}
            onClick={() => {
              start(step(-1));
            }}
          />
          <Button
            size="small"
            icon={<ArrowRightIcon size={14} />}
            aria-label={m.general.next}
            title={`${m.general.next} (→)`}
            disabled={at === undefined || at.first >= at.total - 1}
            onClick={() => {
              start(step(1));
            }}
          />
          <span className="numeric" role="status">
            {at !== undefined && m.conversations.position(showCount(at.first + 1), showCount(at.total))}
          </span>
          <SenderName sender={item.sender} />
          <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} />
          <span className="spring" />
          <Button
            size="small"
            variant="minimal"
            icon={<ZoomOutIcon size={14} />}
            aria-label={m.timeline.zoomOut}
            title={`${m.timeline.zoomOut} (−)`}
            onClick={() => {
              zoomBy(1 / ZOOM_STEP);
            }}
          />
          {/* prettier-ignore */}
          <span className="numeric">{zoom === null ? m.viewer.fitted : `${Math.round(zoom * 100)} %`}</span>
          <Button
            size="small"
            variant="minimal"
            icon={<ZoomInIcon size={14} />}
            aria-label={m.timeline.zoomIn}
            title={`${m.timeline.zoomIn} (+)`}
            onClick={() => {
              zoomBy(ZOOM_STEP);
            }}
          />
          {/* prettier-ignore */}
          <Button size="small" variant="minimal" icon={<ZoomToFitIcon size={14} />} aria-label={m.viewer.fit} title={`${m.viewer.fit} (0)`} onClick={() => { setZoom(null); }} />
          {/* prettier-ignore */}
          <Button
            size="small"
            text={m.viewer.go}
            onClick={() => {
              props.onGo(item);
            }}
          />
        </div>
      </div>
    </Dialog>
  );
}
