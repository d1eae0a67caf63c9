/** Work per second, smoothed over about three seconds, from cumulative counts. */
export interface Rate {
  /** `done` counts from the start of the phase; `atMs` never goes back. */
  observe(done: number, atMs: number): void;
  /** Null until half a second has been seen. */
  perSecond(): number | null;
}

const SMOOTHING_MS = 3000;
const FIRST_ESTIMATE_MS = 500;

export function createRate(): Rate {
  let startMs: number | null = null;
  let lastMs = 0;
  let lastDone = 0;
  let smoothed: number | null = null;
  return {
    observe(done, atMs) {
      if (startMs === null || done < lastDone) {
        startMs = atMs;
        lastMs = atMs;
        lastDone = done;
        smoothed = null;
        return;
      }
      const elapsedMs = atMs - lastMs;
      if (elapsedMs < 50) return;
      const current = ((done - lastDone) * 1000) / elapsedMs;
      const weight = 1 - Math.exp(-elapsedMs / SMOOTHING_MS);
      smoothed = smoothed === null ? current : smoothed + weight * (current - smoothed);
      lastMs = atMs;
      lastDone = done;
    },
    perSecond() {
      if (startMs === null || smoothed === null || lastMs - startMs < FIRST_ESTIMATE_MS) return null;
      return smoothed;
    },
  };
}
