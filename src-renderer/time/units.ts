let counts = new Intl.NumberFormat('en-GB');
let oneDigit = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Makes numbers follow the language of the window, for example `de-DE`. */
export function setNumberLocale(locale: string): void {
  counts = new Intl.NumberFormat(locale);
  oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
}

/** `1,234,567`. */
export function showCount(count: number): string {
  return counts.format(count);
}

/** `12.3 MB`, in powers of 1000. */
export function showSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${oneDigit.format(value)} ${UNITS[unit] ?? 'B'}`;
}

/** `1:02:03` or `2:03`. */
export function showDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const s = String(whole % 60).padStart(2, '0');
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3600);
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}
