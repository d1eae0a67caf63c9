import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ZodObject } from 'zod';
import { methods } from '../../src-main/contract/index.ts';
import { STALE_BY, staleBy } from '../../src-renderer/engine/stale.ts';

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

  test.each(['items', 'marks', 'case'] as const)('go stale with %s where a filter rules them', (cause) => {
    const filtered = (Object.keys(methods) as (keyof typeof methods)[]).filter(
      (method) => STALE_BY[method] !== 'deed' && isFiltered(method),
    );
    expect(filtered.length).toBeGreaterThan(10);
    expect(filtered.filter((method) => !staleBy(cause).includes(method))).toEqual([]);
  });
});
