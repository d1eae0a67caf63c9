import { Button, Dialog } from '@blueprintjs/core';
import { ArrowLeftIcon, ArrowRightIcon, RefreshIcon, ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { AttachmentView, Filter, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { transport } from '../../transport/index.ts';
import { SenderName } from './sender-name.tsx';

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
  const [failure, setFailure] = useState<Error | null>(null);
  /** Quarter turns to the right; of what is seen alone, the file stays as it is. */
  const [turns, setTurns] = useState(0);
  const turned = {
    ...(turns !== 0 && { rotate: `${turns * 90}deg` }),
    // On its side the width is what must fit the height of the stage.
    ...(turns % 2 === 1 && zoom === null && { maxInlineSize: 'min(76vh, 1040px)' }),
  };
  const show = (next: Shown): void => {
    setZoom(null);
    setTurns(0);
    onShow(next);
  };
  const step = async (by: 1 | -1): Promise<void> => {
    setFailure(null);
    // A message may hold several.
    const own = seenIn(item, among);
    const beside = own[own.findIndex(({ id }) => id === attachment.id) + by];
    if (beside !== undefined && own.some(({ id }) => id === attachment.id)) {
      show({ item, attachment: beside });
      return;
    }
    if (at === undefined || place.isPlaceholderData) return;
    const index = at.first + by;
    if (index < 0 || index >= at.total) return;
    const { rows } = await ask('item.page', { filter: among, at: { index }, limit: 1 });
    const [next] = rows;
    const first = next === undefined ? undefined : seenIn(next, among).at(by === 1 ? 0 : -1);
    if (next !== undefined && first !== undefined) show({ item: next, attachment: first });
  };
  const stepTo = (by: 1 | -1): void => {
    step(by).catch((reason: unknown) => {
      setFailure(reason instanceof Error ? reason : new Error(String(reason)));
    });
  };
  const canStep = (by: 1 | -1): boolean => {
    const own = seenIn(item, among);
    const here = own.findIndex(({ id }) => id === attachment.id);
    if (here !== -1 && own[here + by] !== undefined) return true;
    return at !== undefined && at.first + by >= 0 && at.first + by < at.total;
  };
  const zoomBy = (factor: number): void => {
    setZoom(Math.min(ZOOM_MOST, Math.max(1 / ZOOM_MOST, (zoom ?? 1) * factor)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLVideoElement) return;
    if (event.key === 'ArrowLeft') stepTo(-1);
    else if (event.key === 'ArrowRight') stepTo(1);
    else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') setZoom(null);
    else if (event.key === 'r') setTurns((before) => (before + 1) % 4);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog isOpen title={name} className="viewer" onClose={props.onClose}>
      <div className="viewer-body" onKeyDown={onKeyDown}>
        {failure !== null && <FailureNote error={failure} />}
        <div className="viewer-stage" tabIndex={0} role="group" aria-label={name}>
          {attachment.type === 'video' || attachment.type === 'video-note' ? (
            <video key={attachment.id} controls src={address} aria-label={name} style={turned} />
          ) : (
            <img
              key={attachment.id}
              src={address}
              alt={name}
              className={zoom === null ? 'fitted' : 'zoomed'}
              style={{
                ...(zoom !== null && { inlineSize: `${ownWidth * zoom}px` }),
                ...turned,
              }}
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
            disabled={!canStep(-1)}
            onClick={() => {
              stepTo(-1);
            }}
          />
          <Button
            size="small"
            icon={<ArrowRightIcon size={14} />}
            aria-label={m.general.next}
            title={`${m.general.next} (→)`}
            disabled={!canStep(1)}
            onClick={() => {
              stepTo(1);
            }}
          />
          <span className="numeric" role="status">
            {at !== undefined && m.conversations.position(showCount(at.first + 1), showCount(at.total))}
          </span>
          <SenderName sender={item.sender} />
          <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} among={item.times} />
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
          <Button size="small" variant="minimal" icon={<RefreshIcon size={14} />} aria-label={m.viewer.rotate} title={`${m.viewer.rotate} (R)`} onClick={() => { setTurns((before) => (before + 1) % 4); }} />
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

/** What of a message is gone through: its pictures and films whose content is in the exhibit. */
function seenIn({ attachments }: ItemView, { types }: Filter): readonly AttachmentView[] {
  const isPicture = ({ type }: AttachmentView): boolean => types?.some((one) => one === type) === true;
  const present = attachments.filter(({ presence }) => presence === 'present');
  const pictures = present.filter(isPicture);
  return pictures.length > 0 ? pictures : present.slice(0, 1);
}
