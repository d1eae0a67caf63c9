import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src-main/contract/index.ts';
import { findCommunities } from './communities.ts';
import { graphModel } from './graph-model.ts';
import { layOut } from './layout.ts';
import { neighbourhood, shortestPath } from './paths.ts';

const open = (): boolean => true;

/** A graph of letters: `ab3` joins a and b by three messages. */
function graphOf(...links: readonly string[]): Graph {
  const ids = [...new Set(links.flatMap((link) => [link[0] ?? '', link[1] ?? '']))].sort();
  return {
    nodes: ids.map((id, ref) => ({
      id,
      kind: 'account',
      ref: ref + 1,
      label: id,
      identifier: id,
      isOwner: false,
      messages: 1,
    })),
    edges: links.map((link) => ({
      from: link[0] ?? '',
      to: link[1] ?? '',
      messages: Number(link.slice(2)),
      calls: 0,
      firstMs: null,
      lastMs: null,
      conversations: [],
    })),
    held: { nodes: 0, edges: 0 },
  };
}

function pathOf(graph: Graph, from: string, to: string): string | null {
  const model = graphModel(graph);
  const path = shortestPath(model, model.at.get(from) ?? 0, model.at.get(to) ?? 0, open);
  return path === null ? null : path.nodes.map((node) => graph.nodes[node]?.id).join('');
}

function communitiesOf(graph: Graph): string {
  const { from, to, weights } = graphModel(graph);
  const edges = graph.edges.map((_, at) => ({ from: from[at] ?? 0, to: to[at] ?? 0, weight: weights[at] ?? 0 }));
  const of = findCommunities({ nodes: graph.nodes.length, edges });
  return graph.nodes.map(({ id }, node) => `${id}${of[node] ?? '?'}`).join(' ');
}

describe('paths', () => {
  const graph = graphOf('ab1', 'bc1', 'cd1', 'ae1', 'ed9', 'xy1');

  it('are the shortest, by the strongest last step among equals, and the same both ways round', () => {
    expect(pathOf(graph, 'a', 'd')).toBe('aed');
    expect(pathOf(graph, 'd', 'a')).toBe('dea');
    expect(pathOf(graphOf('ab1', 'bd5', 'ac1', 'cd7'), 'a', 'd')).toBe('acd');
    expect(pathOf(graphOf('ab1', 'bd5', 'ac1', 'cd5'), 'a', 'd')).toBe('abd');
    expect(pathOf(graph, 'a', 'a')).toBe('a');
    expect(pathOf(graph, 'a', 'x')).toBeNull();
  });

  it('go over open edges alone', () => {
    const model = graphModel(graph);
    const end = model.at.get('d') ?? 0;
    const path = shortestPath(model, 0, end, (edge) => graph.edges[edge]?.messages !== 9);
    expect(path?.nodes.map((node) => graph.nodes[node]?.id).join('')).toBe('abcd');
  });

  it('tell who lies within one and two links', () => {
    const model = graphModel(graph);
    const within = (depth: number): string =>
      [...neighbourhood(model, 0, depth, open)].map((node) => graph.nodes[node]?.id).sort().join(''); // prettier-ignore
    expect([0, 1, 2, 3].map(within)).toEqual(['a', 'abe', 'abcde', 'abcde']);
  });
});

describe('communities', () => {
  it('are two where two circles hang together by one weak link, the larger first', () => {
    const graph = graphOf('ab5', 'bc5', 'ca5', 'xy5', 'yz5', 'zw5', 'wx5', 'xz5', 'cx1');
    expect(communitiesOf(graph)).toBe('a1 b1 c1 w0 x0 y0 z0');
    expect(communitiesOf(graph)).toBe(communitiesOf(graph));
  });

  it('follow the weights', () => {
    expect(communitiesOf(graphOf('ab9', 'bc1', 'cd9', 'da1'))).toBe('a0 b0 c1 d1');
  });

  it('leave what nothing joins alone', () => {
    expect([...findCommunities({ nodes: 3, edges: [] })]).toEqual([0, 1, 2]);
    expect([...findCommunities({ nodes: 0, edges: [] })]).toEqual([]);
  });

  // Zachary's karate club: 34 members, 78 friendships; Louvain's best partition has modularity 0.4198 and four groups.
  it('find four groups of known quality in Zachary’s karate club', () => {
    const friends = ['1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32', '2-3 2-4 2-8 2-14 2-18 2-20 2-22 2-31', '3-4 3-8 3-28 3-29 3-33 3-10 3-9 3-14', '4-8 4-13 4-14', '5-7 5-11', '6-7 6-11 6-17', '7-17', '9-31 9-33 9-34', '10-34', '14-34', '15-33 15-34', '16-33 16-34', '19-33 19-34', '20-34', '21-33 21-34', '23-33 23-34', '24-26 24-28 24-33 24-34 24-30', '25-26 25-28 25-32', '26-32', '27-30 27-34', '28-34', '29-32 29-34', '30-33 30-34', '31-33 31-34', '32-33 32-34', '33-34']; // prettier-ignore
    const edges = friends
      .flatMap((line) => line.split(' '))
      .map((pair) => pair.split('-').map(Number))
      .map(([from = 1, to = 1]) => ({ from: from - 1, to: to - 1, weight: 1 }));
    expect(edges).toHaveLength(78);
    const of = findCommunities({ nodes: 34, edges });
    expect(new Set(of).size).toBe(4);
    const degrees = new Array<number>(34).fill(0);
    for (const { from, to } of edges) for (const node of [from, to]) degrees[node] = (degrees[node] ?? 0) + 1;
    let modularity = 0;
    for (const { from, to } of edges) if (of[from] === of[to]) modularity += 1 / 78;
    for (let a = 0; a < 34; a += 1)
      for (let b = 0; b < 34; b += 1)
        if (of[a] === of[b]) modularity -= ((degrees[a] ?? 0) * (degrees[b] ?? 0)) / (4 * 78 * 78);
    expect(modularity).toBeGreaterThan(0.41);
  });
});

it('lays the same graph out the same way, with each node at a place of its own', () => {
  const request = {
    nodes: ['a', 'b', 'c', 'd'],
    edges: [
      { from: 0, to: 1, weight: 4 },
      { from: 1, to: 2, weight: 1 },
    ],
  };
  const positions = layOut(request);
  expect([...layOut(request)]).toEqual([...positions]);
  const places = request.nodes.map((_, at) => `${positions[at * 2]} ${positions[at * 2 + 1]}`);
  expect(new Set(places).size).toBe(4);
  expect([...positions].every(Number.isFinite)).toBe(true);
});
