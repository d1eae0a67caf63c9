import { Button } from '@blueprintjs/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
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
/** Samples a second: the picture needs few, and an hour of sound stays below 50 MB. */
const RATE = 3000;
const HEIGHT = 56;

/** Sound with its waveform, decoded inside the window; a click in it goes to that place. */
export function Sound({ media }: { readonly media: MediaView }): ReactNode {
  const m = useMessages();
  const player = useRef<HTMLAudioElement>(null);
  const size = media.contentBytes ?? 0;
  const [isAsked, setAsked] = useState(size <= READY_BYTES);
  const [peaks, setPeaks] = useState<Float32Array | null>(null);
  const [isRefused, setRefused] = useState(false);
  const [isPlayable, setPlayable] = useState(true);
  const [share, setShare] = useState(0);
  const [follow, width] = useWidth();
  useEffect(() => {
    if (!isAsked) return undefined;
    const stop = new AbortController();
    decode(media.id, size, stop.signal).then(setPeaks, () => {
      if (!stop.signal.aborted) setRefused(true);
    });
    return () => {
      stop.abort();
    };
  }, [isAsked, media.id, size]);
  const name = plainVisible(media.name ?? m.words.types[media.type] ?? media.type);
  return (
    <div className="sound" ref={follow}>
      {peaks !== null && (
        <Wave
          peaks={peaks}
          width={width}
          share={share}
          onSeek={(to) => {
            const element = player.current;
            if (element !== null && Number.isFinite(element.duration)) element.currentTime = to * element.duration;
          }}
        />
      )}
      {peaks === null && isAsked && !isRefused && <div className="wave-wait muted">{m.general.loading}</div>}
      {!isAsked && (
        <Button
          size="small"
          disabled={size > MOST_BYTES}
          text={size > MOST_BYTES ? m.media.waveTooLarge(showSize(MOST_BYTES)) : m.media.waveDraw(showSize(size))}
          onClick={() => {
            setAsked(true);
          }}
        />
      )}
      {isRefused && <p className="muted small">{m.media.waveRefused}</p>}
      {isPlayable ? (
        <audio
          ref={player}
          controls
          preload="metadata"
          src={transport.contentAddress(media.id, 'content')}
          aria-label={name}
          onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
            setShare(duration > 0 ? currentTime / duration : 0);
          }}
          onError={() => {
            setPlayable(false);
          }}
        />
      ) : (
        <span className="badge">{m.media.notDecoded}</span>
      )}
    </div>
  );
}

/** Decodes to one channel of few samples; the bytes go with the call. */
async function decode(attachment: number, sizeBytes: number, signal: AbortSignal): Promise<Float32Array> {
  const bytes = await readContent(attachment, sizeBytes, signal);
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes.buffer);
  return peaksOf(decoded.getChannelData(0), 600);
}

function Wave(props: {
  readonly peaks: Float32Array;
  readonly width: number;
  readonly share: number;
  readonly onSeek: (share: number) => void;
}): ReactNode {
  const { peaks, width, share } = props;
  const m = useMessages();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (element === null || pen === null || pen === undefined || width === 0) return;
    const dots = window.devicePixelRatio;
    element.width = width * dots;
    element.height = HEIGHT * dots;
    pen.scale(dots, dots);
    const style = getComputedStyle(element);
    const bars = Math.floor(width / 3);
    for (let bar = 0; bar < bars; bar += 1) {
      let peak = 0;
      const last = Math.max(((bar + 1) * peaks.length) / bars, (bar * peaks.length) / bars + 1);
      for (let at = Math.floor((bar * peaks.length) / bars); at < last; at += 1) peak = Math.max(peak, peaks[at] ?? 0);
      const height = Math.max(1, peak * (HEIGHT - 4));
      pen.fillStyle = bar / bars < share ? style.getPropertyValue('--accent') : style.getPropertyValue('--series-7');
      pen.fillRect(bar * 3, (HEIGHT - height) / 2, 2, height);
    }
  }, [peaks, width, share]);
  return (
    <canvas
      ref={canvas}
      className="wave"
      style={{ height: HEIGHT }}
      role="img"
      aria-label={m.media.wave}
      onClick={({ nativeEvent: { offsetX } }) => {
        if (width > 0) props.onSeek(offsetX / width);
      }}
    />
  );
}
