import type { Graph } from '../../contract/index.ts';

/** A graph as GraphML, UTF-8, `http://graphml.graphdrawing.org/xmlns`. Times are ISO 8601 in UTC. */
export function graphMl(graph: Graph): string {
  const keys = [
    ...NODE_FIELDS.map(([name, type]) => `<key id="${name}" for="node" attr.name="${name}" attr.type="${type}"/>`),
    ...EDGE_FIELDS.map(([name, type]) => `<key id="${name}" for="edge" attr.name="${name}" attr.type="${type}"/>`),
  ];
  const data = (fields: Fields): string =>
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `<data key="${name}">${xml(String(value))}</data>`)
      .join('');
  return lines(
    XML_HEAD,
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '<graph id="case" edgedefault="directed">',
    ...graph.nodes.map((node) => `<node id="${xml(node.id)}">${data(nodeFields(node))}</node>`),
    ...graph.edges.map(
      (edge, index) =>
        `<edge id="e${index}" source="${xml(edge.from)}" target="${xml(edge.to)}">${data(edgeFields(edge))}</edge>`,
    ),
    '</graph>',
    '</graphml>',
  );
}

/** A graph as GEXF 1.3, UTF-8. */
export function graphGexf(graph: Graph): string {
  const attributes = (of: 'node' | 'edge', fields: readonly (readonly [string, string])[]): readonly string[] => [
    `<attributes class="${of}">`,
    ...fields.map(
      ([name, type]) => `<attribute id="${name}" title="${name}" type="${type === 'int' ? 'integer' : type}"/>`,
    ),
    '</attributes>',
  ];
  const values = (fields: Fields): string =>
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `<attvalue for="${name}" value="${xml(String(value))}"/>`)
      .join('');
  return lines(
    XML_HEAD,
    '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
    '<graph mode="static" defaultedgetype="directed">',
    ...attributes('node', NODE_FIELDS),
    ...attributes('edge', EDGE_FIELDS),
    '<nodes>',
    ...graph.nodes.map(
      (node) =>
        `<node id="${xml(node.id)}" label="${xml(node.label)}"><attvalues>${values(nodeFields(node))}</attvalues></node>`,
    ),
    '</nodes>',
    '<edges>',
    ...graph.edges.map(
      (edge, index) =>
        `<edge id="e${index}" source="${xml(edge.from)}" target="${xml(edge.to)}" weight="${edge.messages}"><attvalues>${values(edgeFields(edge))}</attvalues></edge>`,
    ),
    '</edges>',
    '</graph>',
    '</gexf>',
  );
}

/** The edges as CSV (RFC 4180, UTF-8) with the labels of both ends. Cells that a spreadsheet would compute are quoted with an apostrophe. */
export function graphCsv(graph: Graph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const head = [
    'from',
    'from_label',
    'from_identifier',
    'to',
    'to_label',
    'to_identifier',
    'messages',
    'calls',
    'first_utc',
    'last_utc',
  ];
  const rows = graph.edges.map((edge) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    const ends = [edge.from, from?.label, from?.identifier, edge.to, to?.label, to?.identifier];
    return [
      ...ends.map((value) => value ?? ''),
      edge.messages,
      edge.calls,
      iso(edge.firstMs) ?? '',
      iso(edge.lastMs) ?? '',
    ];
  });
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

type Fields = Readonly<Record<string, string | number | boolean | null>>;

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

const NODE_FIELDS = [
  ['kind', 'string'],
  ['label', 'string'],
  ['identifier', 'string'],
  ['isOwner', 'boolean'],
  ['messages', 'int'],
] as const;

const EDGE_FIELDS = [
  ['edgeMessages', 'int'],
  ['calls', 'int'],
  ['first', 'string'],
  ['last', 'string'],
] as const;

function nodeFields(node: Graph['nodes'][number]): Fields {
  const { kind, label, identifier, isOwner, messages } = node;
  return { kind, label, identifier, isOwner, messages };
}

function edgeFields(edge: Graph['edges'][number]): Fields {
  return { edgeMessages: edge.messages, calls: edge.calls, first: iso(edge.firstMs), last: iso(edge.lastMs) };
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** What XML 1.0 cannot hold even as a reference. */
const NOT_XML = /[\u{0}-\u{8}\u{B}\u{C}\u{E}-\u{1F}\u{FFFE}\u{FFFF}\p{Surrogate}]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xml(text: string): string {
  return text.replace(NOT_XML, '\u{FFFD}').replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
