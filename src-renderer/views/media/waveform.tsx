import { Button } from '@blueprintjs/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ContentView, MediaView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showSize } from '../../time/units.ts';
import { transport } from '../../transport/index.ts';
import { useWidth } from '../overview/use-width.ts';
import { peaksOf } from './peaks.ts';
import { readContent } from './read-content.ts';

/** Decoded without being asked up to this size, and never beyond the other. */
const READY_BYTES = 4_194_304;
const MOST_BYTES = 67_108_864;
/** In a list, where many may be on the screen, only so much is decoded unasked, and only what is not scrolled past. */
const INLINE_BYTES = 524_288;
const SETTLE_MS = 400;
/** Samples a second: the picture needs few, and an hour of sound stays below 50 MB. */
const RATE = 3000;
const HEIGHT = 56;
const INLINE_HEIGHT = 28;

/** Sound with its waveform, decoded inside the window; a click in it goes to that place. */
export function Sound(props: {
  readonly media: Pick<MediaView, 'id' | 'name' | 'type'>;
  /** Of the content, as far as it is known. */
  readonly sizeBytes: number | null;
  /** In a list: lower, and drawn once it has been on the screen for a moment, where it is small. */
  readonly isInline?: boolean;
  readonly tab?: number;
  readonly onRefused?: () => void;
}): ReactNode {
  const m = useMessages();
  const { media, isInline = false } = props;
  const player = useRef<HTMLAudioElement>(null);
  const size = props.sizeBytes ?? 0;
  const [isAsked, setAsked] = useState(!isInline && size <= READY_BYTES);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const { peaks, method } = drawn ?? NOT_DRAWN;
  const [isRefused, setRefused] = useState(false);
  const [isPlayable, setPlayable] = useState(true);
  const [share, setShare] = useState(0);
  const [follow, width] = useWidth();
  useEffect(() => {
    if (!isAsked) return undefined;
    const stop = new AbortController();
    decode(media.id, stop.signal).then(setDrawn, () => {
      if (!stop.signal.aborted) setRefused(true);
    });
    return () => {
      stop.abort();
    };
  }, [isAsked, media.id]);
  useEffect(() => {
    if (!isInline || size > INLINE_BYTES) return undefined;
    const timer = setTimeout(() => {
      setAsked(true);
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isInline, size]);
  const name = plainVisible(media.name ?? m.words.types[media.type] ?? media.type);
  return (
    <div className={isInline ? 'sound inline' : 'sound'} ref={follow}>
      {isInline && peaks === null && <div className="wave-line" />}
      {peaks !== null && (
        <Wave
          peaks={peaks}
          width={width}
          height={isInline ? INLINE_HEIGHT : HEIGHT}
          share={share}
          onSeek={(to) => {
            const element = player.current;
            if (element !== null && Number.isFinite(element.duration)) element.currentTime = to * element.duration;
          }}
        />
      )}
      {!isInline && peaks === null && isAsked && !isRefused && (
        <div className="wave-wait muted">{m.general.loading}</div>
      )}
      {!isInline && !isAsked && (
        <Button
          size="small"
          disabled={size > MOST_BYTES}
          text={size > MOST_BYTES ? m.media.waveTooLarge(showSize(MOST_BYTES)) : m.media.waveDraw(showSize(size))}
          onClick={() => {
            setAsked(true);
          }}
        />
      )}
      {isRefused && !isInline && <p className="muted small">{m.media.waveRefused}</p>}
      {isPlayable ? (
        <audio
          ref={player}
          controls
          preload={isInline ? 'none' : 'metadata'}
          tabIndex={props.tab}
          onPlay={() => {
            if (size <= READY_BYTES) setAsked(true);
          }}
          src={transport.contentAddress(media.id, 'content')}
          aria-label={name}
          onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
            setShare(duration > 0 ? currentTime / duration : 0);
          }}
          onError={() => {
            setPlayable(false);
            props.onRefused?.();
          }}
        />
      ) : (
        <span className="badge">{m.media.notDecoded}</span>
      )}
      {isInline && method !== null && <span className="muted small">{m.media.derivedShort[method]}</span>}
    </div>
  );
}

interface Drawn {
  readonly peaks: Float32Array | null;
  /** How the sound was made of the stored bytes; null where the window decodes these. */
  readonly method: ContentView['method'];
}

const NOT_DRAWN: Drawn = { peaks: null, method: null };

/** Decodes to one channel of few samples; the bytes go with the call. */
async function decode(attachment: number, signal: AbortSignal): Promise<Drawn> {
  const { bytes, method } = await readContent(attachment, MOST_BYTES, signal);
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes.buffer);
  return { peaks: peaksOf(decoded.getChannelData(0), 600), method };
}

function Wave(props: {
  readonly peaks: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly share: number;
  readonly onSeek: (share: number) => void;
}): ReactNode {
  const { peaks, width, height: tall, share } = props;
  const m = useMessages();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (element === null || pen === null || pen === undefined || width === 0) return;
    const dots = window.devicePixelRatio;
    element.width = width * dots;
    element.height = tall * dots;
    pen.scale(dots, dots);
    const style = getComputedStyle(element);
    const bars = Math.floor(width / 3);
    for (let bar = 0; bar < bars; bar += 1) {
      let peak = 0;
      const last = Math.max(((bar + 1) * peaks.length) / bars, (bar * peaks.length) / bars + 1);
      for (let at = Math.floor((bar * peaks.length) / bars); at < last; at += 1) peak = Math.max(peak, peaks[at] ?? 0);
      const height = Math.max(1, peak * (tall - 4));
      pen.fillStyle = bar / bars < share ? style.getPropertyValue('--accent') : style.getPropertyValue('--series-7');
      pen.fillRect(bar * 3, (tall - height) / 2, 2, height);
    }
  }, [peaks, width, tall, share]);
  return (
    <canvas
      ref={canvas}
      className="wave"
      style={{ height: tall }}
      role="img"
      aria-label={m.media.wave}
      onClick={({ nativeEvent: { offsetX } }) => {
        if (width > 0) props.onSeek(offsetX / width);
      }}
    />
  );
}
