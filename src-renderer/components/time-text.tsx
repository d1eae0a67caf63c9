import type { ReactNode } from 'react';
import type { Timestamp } from '../../src-main/model/index.ts';
import { useZone } from '../engine/use-case.ts';
import { useMessages } from '../messages/index.ts';
import { plainVisible } from '../text/visible.ts';
import { fullTime, showTime } from '../time/format.ts';

/** A time in full: date, time and offset in the zone of the case; UTC on hover, or beside it where `withUtc`. */
export function TimeText(props: {
  readonly ms: number | null;
  readonly zone?: 'utc' | 'stated' | 'unstated' | null;
  readonly meaning?: string | null;
  readonly withUtc?: boolean;
  /** The times of the item that this is one of: the digits as stored are shown on hover. */
  readonly among?: readonly Timestamp[];
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { ms, meaning } = props;
  if (ms === null) return <span className="muted">{m.conversations.noTime}</span>;
  const time = props.among?.find(({ utcMs, meaning: means }) => utcMs === ms && means === meaning);
  const digits = time === undefined ? '' : `\n${m.general.storedAs(plainVisible(time.stored), time.encoding)}`;
  const named = `${meaning === null || meaning === undefined ? '' : ` (${m.words.meanings[meaning] ?? meaning})`}${digits}`;
  if (props.zone === 'unstated') {
    const { date, time } = showTime(ms, 'UTC');
    return (
      <time className="numeric" title={`${m.zone.unstatedNote}${named}`}>
        {date} {time} <em>{m.zone.unstated}</em>
      </time>
    );
  }
  const shown = showTime(ms, zone);
  const utc = `${fullTime(ms, 'UTC')} ${m.zone.utc}`;
  return (
    <time className="numeric" dateTime={new Date(ms).toISOString()} title={`${utc}${named}`}>
      {shown.date} {shown.time} <span className="offset">{shown.offset}</span>
      {props.withUtc === true && zone !== 'UTC' && <span className="muted"> · {utc}</span>}
    </time>
  );
}
