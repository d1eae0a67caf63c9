import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ZodObject } from 'zod';
import { filterSchema, isMarkAsked, methods, type Filter } from '../../src-main/contract/index.ts';
import { asksForMarks, STALE_BY, staleBy } from '../../src-renderer/engine/stale.ts';

const root = join(import.meta.dirname, '../..');

function isFiltered(method: keyof typeof methods): boolean {
  const { shape } = methods[method].params as Partial<ZodObject>;
  return shape !== undefined && 'filter' in shape;
}

/** Methods whose answers the window keeps: asked with `useEngine`, or under a key of their own. */
function keptAnswers(): ReadonlySet<string> {
  const files = globSync('src-renderer/**/*.{ts,tsx}', { cwd: root });
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const asked = texts.flatMap((text) => [...text.matchAll(/(?:useEngine\(|queryKey: \[)\s*'([a-z]+\.[a-z]+)'/gu)]);
  return new Set(asked.flatMap(([, method]) => method ?? []));
}

describe('answers that the window keeps', () => {
  test('are of every method of the contract, or of none that is declared', () => {
    expect(Object.keys(STALE_BY).sort()).toEqual(Object.keys(methods).sort());
  });

  test('go stale: no kept answer is declared as never kept', () => {
    const kept = [...keptAnswers()];
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.filter((method) => STALE_BY[method as keyof typeof methods] === 'deed')).toEqual([]);
  });

  test.each(['items', 'asked-marks', 'case'] as const)('go stale with %s where a filter rules them', (cause) => {
    const filtered = (Object.keys(methods) as (keyof typeof methods)[]).filter(
      (method) => STALE_BY[method] !== 'deed' && isFiltered(method),
    );
    expect(filtered.length).toBeGreaterThan(10);
    // What goes stale with every mark does so with those that a filter asks for.
    const stale = new Set([...staleBy(cause), ...(cause === 'asked-marks' ? staleBy('marks') : [])]);
    expect(filtered.filter((method) => !stale.has(method))).toEqual([]);
  });

  test('know every part of a filter that asks for marks', () => {
    const parts = Object.keys(filterSchema.shape) as (keyof Filter)[];
    // The value does not matter to who asks.
    const asking = parts.filter((part) => isMarkAsked({ [part]: true }));
    expect(asking.length).toBeGreaterThan(4);
    expect(parts.filter((part) => asksForMarks(['item.page', { filter: { [part]: true } }]))).toEqual(asking);
    expect(asksForMarks(['item.page', { filter: { fromMs: 1 }, at: { index: 0 } }])).toBe(false);
  });
});
