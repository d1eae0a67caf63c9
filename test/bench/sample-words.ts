import type { BenchEngine } from './bench-engine.ts';

const KINDS = {
  'Latin word': /[a-z]{3,8}/u,
  '1-character Han': /\p{Script=Han}/u,
  '2-character Han': /\p{Script=Han}{2}/u,
  Thai: /\p{Script=Thai}{2,4}/u,
  emoji: /\p{Extended_Pictographic}/u,
} as const;

/** Words that occur in the case, by kind, drawn from random places. */
export async function sampleWords(
  engine: BenchEngine,
  random: () => number,
): Promise<readonly (readonly [string, () => string])[]> {
  const found = Object.keys(KINDS).map(() => new Set<string>());
  const { total } = await engine.call('item.page', { filter: {}, limit: 1 });
  for (let i = 0; i < 10; i++) {
    const { rows } = await engine.call('item.page', {
      filter: {},
      limit: 200,
      at: { index: Math.floor(random() * Math.max(1, total - 200)) },
    });
    for (const { body } of rows)
      Object.values(KINDS).forEach((pattern, k) => body !== null && found[k]?.add(pattern.exec(body)?.[0] ?? ''));
  }
  return Object.keys(KINDS).map((name, k) => {
    const words = [...(found[k] ?? [])].filter((w) => w !== '');
    return [name, () => words[Math.floor(random() * words.length)] ?? 'a'] as const;
  });
}
