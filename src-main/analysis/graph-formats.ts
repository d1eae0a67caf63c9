import type { Graph } from '../contract/index.ts';
import { csvCell, xmlText } from './cell-text.ts';

export type GraphFormat = 'graphml' | 'gexf' | 'csv';

/** The graph as one text in an interchange format; the same graph gives the same bytes. */
export function writeGraph(graph: Graph, format: GraphFormat): string {
  switch (format) {
    case 'graphml':
      return graphml(graph);
    case 'gexf':
      return gexf(graph);
    case 'csv':
      return csv(graph);
  }
}

const NODE_FIELDS = ['kind', 'label', 'identifier', 'isOwner', 'messages'] as const;
const EDGE_FIELDS = ['messages', 'calls', 'first', 'last'] as const;

type Edge = Graph['edges'][number];

function edgeValues(edge: Edge): Readonly<Record<(typeof EDGE_FIELDS)[number], string>> {
  return {
    messages: String(edge.messages),
    calls: String(edge.calls),
    first: isoTime(edge.firstMs),
    last: isoTime(edge.lastMs),
  };
}

/** ISO 8601 in UTC; empty without a time. */
function isoTime(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString();
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TYPES: Readonly<Record<string, string>> = { isOwner: 'boolean', messages: 'int', calls: 'int' };

function graphml(graph: Graph): string {
  const key = (of: 'node' | 'edge', name: string): string =>
    `  <key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${TYPES[name] ?? 'string'}"/>\n`;
  const data = (of: 'node' | 'edge', name: string, value: string): string =>
    value === '' ? '' : `<data key="${of}-${name}">${xmlText(value)}</data>`;
  return [
    XML,
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
    ...NODE_FIELDS.map((name) => key('node', name)),
    ...EDGE_FIELDS.map((name) => key('edge', name)),
    '  <graph id="contacts" edgedefault="undirected">\n',
    ...graph.nodes.map(
      (node) =>
        `    <node id="${node.id}">${NODE_FIELDS.map((name) => data('node', name, String(node[name]))).join('')}</node>\n`,
    ),
    ...graph.edges.map((edge, index) => {
      const values = edgeValues(edge);
      const inner = EDGE_FIELDS.map((name) => data('edge', name, values[name])).join('');
      return `    <edge id="e${index}" source="${edge.from}" target="${edge.to}">${inner}</edge>\n`;
    }),
    '  </graph>\n</graphml>\n',
  ].join('');
}

function gexf(graph: Graph): string {
  const attribute = (name: string): string =>
    `      <attribute id="${name}" title="${name}" type="${TYPES[name] === 'int' ? 'integer' : (TYPES[name] ?? 'string')}"/>\n`;
  const value = (name: string, text: string): string =>
    text === '' ? '' : `<attvalue for="${name}" value="${xmlText(text)}"/>`;
  return [
    XML,
    '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n  <graph defaultedgetype="undirected" mode="static">\n',
    '    <attributes class="node">\n',
    ...NODE_FIELDS.map(attribute),
    '    </attributes>\n    <attributes class="edge">\n',
    ...EDGE_FIELDS.map(attribute),
    '    </attributes>\n    <nodes>\n',
    ...graph.nodes.map(
      (node) =>
        `      <node id="${node.id}" label="${xmlText(node.label)}"><attvalues>${NODE_FIELDS.map((name) => value(name, String(node[name]))).join('')}</attvalues></node>\n`,
    ),
    '    </nodes>\n    <edges>\n',
    ...graph.edges.map((edge, index) => {
      const values = edgeValues(edge);
      const inner = EDGE_FIELDS.map((name) => value(name, values[name])).join('');
      const weight = edge.messages + edge.calls;
      return `      <edge id="e${index}" source="${edge.from}" target="${edge.to}" weight="${weight}"><attvalues>${inner}</attvalues></edge>\n`;
    }),
    '    </edges>\n  </graph>\n</gexf>\n',
  ].join('');
}

/** Edges, one a line, with labels of both ends; lines end as RFC 4180 says. */
function csv(graph: Graph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const head = ['from', 'from_label', 'from_identifier', 'to', 'to_label', 'to_identifier', ...EDGE_FIELDS];
  const lines = graph.edges.map((edge) => {
    const ends = [edge.from, edge.to].flatMap((id) => [
      id,
      nodes.get(id)?.label ?? '',
      nodes.get(id)?.identifier ?? '',
    ]);
    return [...ends, ...Object.values(edgeValues(edge))];
  });
  return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
