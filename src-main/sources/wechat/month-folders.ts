/** Zones are up to fourteen hours away from UTC. */
const FARTHEST_MS = 14 * 3_600_000;

/** Folders named after a month (`2025-03`) in which something of this instant lies: the zone that the app took is not stored. */
export function monthFolders(utcMs: number | null): readonly string[] {
  if (utcMs === null || Math.abs(utcMs) > LATEST_MS) return [];
  const months = [utcMs, utcMs - FARTHEST_MS, utcMs + FARTHEST_MS].map((ms) => new Date(ms).toISOString().slice(0, 7));
  return [...new Set(months)];
}

/** Beyond the year 2100 no file is looked for. */
const LATEST_MS = 4_102_444_800_000;
