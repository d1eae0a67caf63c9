import type { JobView } from '../../contract/index.ts';

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in powers of 1000 with three digits, for example `1.23 GB`. */
export function showBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

/** Seconds as `m:ss` or `h:mm:ss`. */
export function showDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** A job on one line: phase, how far, how fast, how long still. */
export function jobLine(job: JobView): string {
  const amount = (value: number): string =>
    job.unit === 'bytes' ? showBytes(value) : `${Math.round(value).toLocaleString('en-US')} ${job.unit}`;
  const share = job.total === null || job.total === 0 ? '' : ` ${Math.floor((100 * job.done) / job.total)} %`;
  const rate = job.perSecond === null ? '' : ` · ${amount(job.perSecond)}/s`;
  const left = job.secondsLeft === null ? '' : ` · ${showDuration(job.secondsLeft)} left`;
  return `${job.phase}${share} · ${amount(job.done)}${rate}${left}`;
}
