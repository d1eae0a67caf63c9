import { Button } from '@blueprintjs/core';
import { PauseIcon, PlayIcon, StepBackwardIcon, StepForwardIcon } from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode } from 'react';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { shownDate } from '../../time/format.ts';

const STEPS = 240;
const PLAY_MS = 700;
/** Where less motion is asked for, one picture stands so long; nothing moves in either case, links come and go. */
const CALM_PLAY_MS = 2000;

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Limits the graph to a span of time, which can be moved step by step or played. */
export function TimeWindow(props: {
  readonly span: Window;
  readonly value: Window;
  readonly onValue: (value: Window) => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { span, value, onValue } = props;
  const [isPlaying, setPlaying] = useState(false);
  const all = span.toMs + 1 - span.fromMs;
  const stepOf = (ms: number): number => Math.round(((ms - span.fromMs) / all) * STEPS);
  const timeOf = (step: number): number => Math.round(span.fromMs + (all * step) / STEPS);
  const [from, to] = [stepOf(value.fromMs), stepOf(value.toMs)];
  const move = (by: number): void => {
    const length = Math.max(1, to - from);
    const start = Math.min(STEPS - length, Math.max(0, from + by));
    onValue({ fromMs: timeOf(start), toMs: timeOf(start + length) });
  };
  const isAtEnd = to >= STEPS;
  const stride = Math.max(1, Math.round((to - from) / 2));
  useEffect(() => {
    if (!isPlaying) return undefined;
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = setTimeout(
      () => {
        if (isAtEnd) setPlaying(false);
        else move(stride);
      },
      isCalm ? CALM_PLAY_MS : PLAY_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  });
  return (
    <div className="time-window row" role="group" aria-label={m.graph.overTime}>
      <Button
        size="small"
        variant="minimal"
        icon={<StepBackwardIcon size={14} />}
        aria-label={m.graph.earlier}
        disabled={from <= 0}
        onClick={() => {
          move(-stride);
        }}
      />
      <Button
        size="small"
        variant="minimal"
        icon={isPlaying ? <PauseIcon size={14} /> : <PlayIcon size={14} />}
        aria-label={isPlaying ? m.graph.pause : m.graph.play}
        onClick={() => {
          if (!isPlaying && isAtEnd) {
            const length = to - from >= STEPS ? Math.round(STEPS / 12) : to - from;
            onValue({ fromMs: timeOf(0), toMs: timeOf(length) });
          }
          setPlaying(!isPlaying);
        }}
      />
      <Button
        size="small"
        variant="minimal"
        icon={<StepForwardIcon size={14} />}
        aria-label={m.graph.later}
        disabled={isAtEnd}
        onClick={() => {
          move(stride);
        }}
      />
      <span className="numeric small">{shownDate(value.fromMs, zone)}</span>
      <span className="time-range">
        <span
          className="time-chosen"
          style={{ left: `${(from / STEPS) * 100}%`, right: `${100 - (to / STEPS) * 100}%` }}
        />
        <input
          type="range"
          min={0}
          max={STEPS}
          value={from}
          aria-label={m.graph.from}
          aria-valuetext={shownDate(value.fromMs, zone)}
          onChange={(event) => {
            const next = Math.min(STEPS - 1, Number(event.currentTarget.value));
            onValue({ fromMs: timeOf(next), toMs: timeOf(Math.max(next + 1, to)) });
          }}
        />
        <input
          type="range"
          min={0}
          max={STEPS}
          value={to}
          aria-label={m.graph.to}
          aria-valuetext={shownDate(value.toMs - 1, zone)}
          onChange={(event) => {
            const next = Math.max(1, Number(event.currentTarget.value));
            onValue({ fromMs: timeOf(Math.min(next - 1, from)), toMs: timeOf(next) });
          }}
        />
      </span>
      <span className="numeric small">{shownDate(value.toMs - 1, zone)}</span>
    </div>
  );
}
