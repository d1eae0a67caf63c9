import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Rgb = readonly [number, number, number];

/**
 * Linear RGB as it is seen with full protanopia, deuteranopia and tritanopia.
 * Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.
 */
const VISIONS = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** In OKLab; names in one another's colour nearer than this are hard to tell apart. */
const LEAST_DISTANCE = 0.09;

const css = readFileSync(join(import.meta.dirname, '../../src-renderer/theme/tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");

for (const [theme, block] of [
  ['light', light],
  ['dark', dark],
] as const) {
  const senders = [...block.matchAll(/--sender-\d: (#[0-9a-f]{6});/gu)].map(([, hex]) => rgbOf(hex ?? ''));

  test(`names of senders are readable on their grounds, ${theme}`, () => {
    expect(senders).toHaveLength(8);
    for (const ground of ['surface', 'bubble-in', 'bubble-out', 'danger-ground', 'warning-ground']) {
      const hex = new RegExp(`--${ground}: (#[0-9a-f]{6});`, 'u').exec(block)?.[1];
      if (hex === undefined) throw new Error(`no ${ground}`);
      for (const sender of senders) expect(contrast(sender, rgbOf(hex)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  for (const [vision, matrix] of Object.entries(VISIONS)) {
    test(`two senders are told apart with ${vision} vision, ${theme}`, () => {
      const seen = senders.map((sender) => okLab(seenWith(matrix, sender)));
      const nearest = Math.min(...seen.flatMap((one, at) => seen.slice(0, at).map((other) => distance(one, other))));
      expect(nearest).toBeGreaterThan(LEAST_DISTANCE);
    });
  }
}

/** Linear RGB, 0 to 1, of `#rrggbb`. */
function rgbOf(hex: string): Rgb {
  const part = (from: number): number => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function seenWith(m: readonly number[], [r, g, b]: Rgb): Rgb {
  const row = (at: number): number => (m[at] ?? 0) * r + (m[at + 1] ?? 0) * g + (m[at + 2] ?? 0) * b;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [clip(row(0)), clip(row(3)), clip(row(6))];
}

/** Ottosson 2020, OKLab from linear sRGB. */
function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
