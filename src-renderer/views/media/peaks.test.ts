import { expect, it } from 'vitest';
import { peaksOf } from './peaks.ts';

it('keeps the largest distance from silence of each part', () => {
  const samples = Float32Array.of(0, 0.25, -0.5, 0.1, 0, 0, 2, -0.75);
  expect([...peaksOf(samples, 4)]).toEqual([0.25, 0.5, 0, 1]);
});

it('is silent where there are fewer samples than parts', () => {
  expect([...peaksOf(Float32Array.of(0.5), 2)]).toEqual([0, 0.5]);
  expect([...peaksOf(new Float32Array(0), 2)]).toEqual([0, 0]);
});
