import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src-main/contract/index.ts';
import { findCommunities, type WeightedLinks } from './communities.ts';
import { graphModel } from './graph-model.ts';
import { fitView } from './graph-picture.ts';
import { layOut } from './layout.ts';
import { linksDrawn } from './links-drawn.ts';
import { neighbourhood, shortestPath } from './paths.ts';
import { shownPart, suggestedMinimum } from './shown-part.ts';
import { figuresIn } from './window-figures.ts';

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
    nodes: 4,
    edges: [
      { from: 0, to: 1, weight: 4 },
      { from: 1, to: 2, weight: 1 },
    ],
  };
  const { positions, packed } = layOut(request);
  expect(packed).toBeNull();
  expect([...layOut(request).positions]).toEqual([...positions]);
  expect(new Set(placesOf(positions)).size).toBe(4);
  expect([...positions].every(Number.isFinite)).toBe(true);
});

/** Circles of a hub with 20 to 79 around it, each hub weakly joined to the first, and two of the last circle to each other. */
function circles(count: number): WeightedLinks {
  const edges: WeightedLinks['edges'][number][] = [];
  let nodes = 0;
  for (let circle = 0; circle < count; circle += 1) {
    const hub = nodes;
    const size = 20 + ((circle * 37) % 60);
    for (let at = 1; at <= size; at += 1) edges.push({ from: hub, to: hub + at, weight: 1 + (at % 7) });
    nodes += size + 1;
    if (circle > 0) edges.push({ from: hub, to: 0, weight: 2 });
  }
  edges.push({ from: nodes - 1, to: nodes - 2, weight: 1 });
  return { nodes, edges };
}

function placesOf(positions: Float64Array): readonly string[] {
  return Array.from({ length: positions.length / 2 }, (_, at) => `${positions[at * 2]} ${positions[at * 2 + 1]}`);
}

describe('a graph of thousands', () => {
  const links = circles(80);
  const { positions, packed } = layOut(links);
  if (packed === null) throw new Error('the graph is not laid out by communities');

  it('is laid out the same way each time, one disc for each community and none over another', () => {
    expect(links.nodes).toBeGreaterThan(3000);
    expect(packed.discs).toHaveLength(new Set(packed.communities).size);
    expect(packed.discs.length).toBeGreaterThan(60);
    expect([...layOut(links).positions]).toEqual([...positions]);
    expect(new Set(placesOf(positions)).size).toBe(links.nodes);
    for (const [at, one] of packed.discs.entries())
      for (const other of packed.discs.slice(at + 1))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(one.radius + other.radius);
  });

  it('has each node in the disc of its community, on the hub that it is linked with', () => {
    for (let node = 0; node < links.nodes; node += 1) {
      const disc = packed.discs[packed.communities[node] ?? -1];
      if (disc === undefined) throw new Error(`node ${node} has no disc`);
      const away = Math.hypot((positions[node * 2] ?? NaN) - disc.x, (positions[node * 2 + 1] ?? NaN) - disc.y);
      expect(away).toBeLessThanOrEqual(disc.radius);
    }
    for (const { from, to } of links.edges.slice(0, -1)) {
      expect(packed.hubs[from]).toBe(from);
      if (packed.hubs[to] !== to) expect(packed.hubs[to]).toBe(from);
    }
    expect(new Set(packed.hubs).size).toBe(80);
  });

  it('draws each link once, as itself or in a bundle, and says how many it leaves out', () => {
    const graph: Graph = {
      nodes: Array.from({ length: links.nodes }, (_, at) => ({ id: `n${at}`, kind: 'account', ref: at, label: `n${at}`, identifier: '', isOwner: false, messages: 1 })), // prettier-ignore
      edges: links.edges.map(({ from, to, weight }) => ({ from: `n${from}`, to: `n${to}`, messages: weight, calls: 0, firstMs: null, lastMs: null, conversations: [] })), // prettier-ignore
      held: { nodes: 0, edges: 0 },
    };
    const model = graphModel(graph);
    const size = { width: 900, height: 600 };
    const part = shownPart(model, 1, null);
    const base = { model, part, positions, packed, colours: [], isByCommunity: false, weights: model.weights, chosen: null, emphasis: null, pinned: new Set<number>(), ...size }; // prettier-ignore
    const whole = linksDrawn({ ...base, view: fitView(positions, part, size) });
    const apart = links.edges.filter(({ from, to }) => packed.communities[from] !== packed.communities[to]);
    expect(apart.length).toBeGreaterThan(60);
    expect(whole).toMatchObject({ of: links.edges.length, bundled: apart.length });
    expect(whole.bundles.map(({ links: count, weight }) => weight / count)).toEqual(apart.map(() => 2));
    // All but those between communities and the one between two that are no hubs.
    expect(whole.edges).toHaveLength(links.edges.length - apart.length - 1);
    expect(whole.edges).not.toContain(links.edges.length - 1);
    const disc = packed.discs[5];
    if (disc === undefined) throw new Error('no disc');
    const near = linksDrawn({ ...base, view: { scale: 20, x: 450 - disc.x * 20, y: 300 - disc.y * 20 } });
    expect(near.bundles).toEqual([]);
    expect(near.edges).toHaveLength(near.of);
    expect(near.of).toBeLessThan(links.edges.length);
    expect(near.of).toBeGreaterThan(10);
  });

  it('suggests a minimum that leaves what is read at once', () => {
    const model = { from: Uint32Array.of(0, 1, 2), to: Uint32Array.of(1, 2, 3), weights: Uint32Array.of(1, 4, 9) };
    expect(suggestedMinimum(model, 4, 4)).toBeNull();
    expect(suggestedMinimum(model, 4, 3)).toEqual({ minimum: 2, nodes: 3 });
    expect(suggestedMinimum(model, 4, 2)).toEqual({ minimum: 5, nodes: 2 });
    expect(suggestedMinimum(model, 4, 1)).toBeNull();
  });
});

describe('figures of a span', () => {
  const graph = graphOf('ab5', 'bc7');

  it('are those of the answer for it, none where it lacks a link', () => {
    const figures = figuresIn(graphModel(graph), graphOf('ab2'));
    expect([...figures.weights]).toEqual([2, 0]);
    expect(figures.messages).toEqual([1, 1, 0]);
  });

  it('are unknown where the answer was cut', () => {
    const figures = figuresIn(graphModel(graph), { ...graphOf('ab2'), held: { nodes: 1, edges: 1 } });
    expect(figures.edges[1]).toBeNull();
    expect(figures.messages[2]).toBeNull();
  });
});
