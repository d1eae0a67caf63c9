import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Graph } from '../contract/index.ts';
import { addTestSource, sentAt, storyteller, tempCase } from '../case/fixture-case.ts';
import { writeGraph } from './graph-formats.ts';
import { cutGraph, readGraph } from './graph.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.account('me', { owner: { claim: 'test', assumed: false } });
  for (const name of ['ann', 'bo', 'cy']) tell.account(name);
  tell.conversation('with-ann', { type: 'one-to-one', account: 'ann' });
  tell.conversation('crew', { type: 'group', title: 'The crew' });
  tell.message('1', 'with-ann', 'hi', { sender: 'ann' });
  tell.message('2', 'with-ann', 'hi', { sender: 'me', direction: 'outgoing' });
  tell.message('3', 'crew', 'all', { sender: 'bo' });
  tell.message('4', 'crew', 'all', { sender: 'cy' });
  tell.message('5', 'crew', 'more', { sender: 'cy' });
  tell.message('6', 'crew', null, { sender: 'cy', type: 'system' });
  tell.done();
});
afterEach(() => {
  made.remove();
});

function edges(graph: Graph): readonly string[] {
  const label = (id: string): string => graph.nodes.find((node) => node.id === id)?.label ?? '?';
  return graph.edges.map(({ from, to, messages }) => `${label(from)} - ${label(to)}: ${messages}`);
}

it('makes a group a node and never pairs its members', () => {
  const graph = readGraph(made.file, { filter: {} });
  expect(edges(graph)).toEqual(['me@example - ann@example: 2', 'bo@example - The crew: 1', 'cy@example - The crew: 2']);
  const titles = new Map(
    graph.nodes.flatMap(({ kind, ref, label }) => (kind === 'conversation' ? [[ref, label]] : [])),
  );
  expect(graph.edges.map(({ conversations }) => conversations.map((id) => titles.get(id) ?? 'one-to-one'))).toEqual([
    ['one-to-one'],
    ['The crew'],
    ['The crew'],
  ]);
  expect(graph.nodes.find(({ label }) => label === 'The crew')).toMatchObject({ kind: 'conversation', messages: 3 });
});

it('counts under a filter the same from counts and from items', () => {
  expect(edges(readGraph(made.file, { filter: { directions: ['incoming'] } }))).toEqual(edges(readGraph(made.file, { filter: { directions: ['incoming'], fromMs: 0 } }))); // prettier-ignore
  expect(edges(readGraph(made.file, { filter: { text: 'more' } }))).toEqual(['cy@example - The crew: 1']);
  expect(edges(readGraph(made.file, { filter: {}, minMessages: 2 }))).toEqual([
    'me@example - ann@example: 2',
    'cy@example - The crew: 2',
  ]);
});

it('gives a link the times of its messages and calls, not of system lines, and the conversations that the filter leaves', () => {
  const at = (hour: number): number => Date.UTC(2024, 2, 1, hour);
  const source = addTestSource(made.file, 1, 'second');
  const tell = storyteller(made.file, source);
  tell.account('me', { owner: { claim: 'test', assumed: false } });
  tell.account('ann');
  for (const key of ['one', 'two']) tell.conversation(key, { type: 'one-to-one', account: 'ann' });
  tell.message('1', 'one', null, { sender: 'ann', type: 'system', times: [sentAt(at(1))] });
  tell.message('2', 'one', 'hi', { sender: 'ann', times: [sentAt(at(2))] });
  tell.message('3', 'two', 'hi', { sender: 'me', times: [sentAt(at(3))] });
  tell.message('4', 'two', null, { sender: 'me', type: 'system', times: [sentAt(at(4))] });
  const before = readGraph(made.file, { filter: {} });
  tell.done();
  const graph = readGraph(made.file, { filter: { sources: [source] } });
  expect(graph.edges).toMatchObject([{ messages: 2, firstMs: at(2), lastMs: at(3) }]);
  expect(graph.edges[0]?.conversations).toHaveLength(2);
  const late = readGraph(made.file, { filter: { sources: [source], fromMs: at(3) } });
  expect(late.edges).toMatchObject([{ messages: 1, firstMs: at(3), lastMs: at(3) }]);
  expect(late.edges[0]?.conversations).toEqual(graph.edges[0]?.conversations.slice(1));
  // What is kept of the case is read anew once it holds more.
  expect(readGraph(made.file, { filter: {} }).edges).toHaveLength(before.edges.length + 1);
});

it('says how much it holds back, and keeps what joins the nodes that are wanted', () => {
  const graph = readGraph(made.file, { filter: {}, maxNodes: 3 });
  expect(graph.nodes.map(({ label }) => label)).toEqual(['me@example', 'ann@example', 'The crew']);
  expect(edges(graph)).toEqual(['me@example - ann@example: 2']);
  expect(graph.held).toEqual({ nodes: 2, edges: 2 });
  const whole = readGraph(made.file, { filter: {} });
  expect(whole.held).toEqual({ nodes: 0, edges: 0 });
  const pair = whole.nodes.filter(({ label }) => /me@|ann@/u.test(label)).map(({ id }) => id);
  expect(edges(cutGraph(whole, pair))).toEqual(['me@example - ann@example: 2']);
});

it('writes the same bytes for the same graph and lets no name break the format', () => {
  const graph: Graph = {
    nodes: [
      {
        id: 'account-1',
        kind: 'account',
        ref: 1,
        label: '=1+1"<&\u0001',
        identifier: 'a,b',
        isOwner: true,
        messages: 1,
      },
      {
        id: 'conversation-2',
        kind: 'conversation',
        ref: 2,
        label: 'x\ny',
        identifier: 'c',
        isOwner: false,
        messages: 2,
      },
    ],
    edges: [
      { from: 'account-1', to: 'conversation-2', messages: 3, calls: 0, firstMs: 0, lastMs: null, conversations: [2] },
    ],
    held: { nodes: 0, edges: 0 },
  };
  expect(writeGraph(graph, 'csv')).toBe(
    'from,from_label,from_identifier,to,to_label,to_identifier,messages,calls,first,last\r\n' +
      'account-1,"\'=1+1""<&\u0001","a,b",conversation-2,"x\ny",c,3,0,1970-01-01T00:00:00.000Z,\r\n',
  );
  for (const format of ['graphml', 'gexf'] as const) {
    const text = writeGraph(graph, format);
    expect(text).toContain('=1+1&quot;&lt;&amp;\ufffd');
    expect(text).toContain('x&#10;y');
    expect(writeGraph(graph, format)).toBe(text);
  }
});
