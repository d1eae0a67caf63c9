import { bundleBend, bundleWidth } from './draw-graph.ts';
import { graphLabels } from './graph-labels.ts';
import { EDGE_WIDTHS, radiusIn, shownDiscs, toneClass, widthClass, type GraphPicture } from './graph-picture.ts';
import { linksDrawn } from './links-drawn.ts';
import { xmlText } from '../../text/xml-text.ts';

const HEAD_PX = 48;

/** The picture as it is seen, as a drawing of its own: colours written out, title and what it counts above. */
export function graphAsSvg(
  picture: GraphPicture,
  head: { readonly title: string; readonly note: string },
  styled: Element,
): { readonly text: string; readonly width: number; readonly height: number } {
  const { model, part, positions, colours, weights, view, width, height } = picture;
  const style = getComputedStyle(styled);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const round = (value: number): string => (Math.round(value * 10) / 10).toString();
  const x = (node: number): number => (positions[node * 2] ?? 0) * view.scale + view.x;
  const y = (node: number): number => (positions[node * 2 + 1] ?? 0) * view.scale + view.y + HEAD_PX;
  const pen = document.createElement('canvas').getContext('2d');
  const measure = (text: string, isStrong: boolean): number => {
    if (pen === null) return text.length * 7;
    pen.font = `${isStrong ? '600 ' : ''}12px ${style.fontFamily}`;
    return pen.measureText(text).width;
  };
  const drawn = linksDrawn(picture);
  const placeX = (unit: number): string => round(unit * view.scale + view.x);
  const placeY = (unit: number): string => round(unit * view.scale + view.y + HEAD_PX);
  const bundles = drawn.bundles.map((bundle) => {
    const { from, to, weight } = bundle;
    const bend = bundleBend(bundle, picture);
    return `<path d="M${placeX(from.x)} ${placeY(from.y)}Q${round(bend.x)} ${round(bend.y + HEAD_PX)} ${placeX(to.x)} ${placeY(to.y)}" fill="none" stroke="${colour('--graph-edge-2')}" stroke-opacity="0.45" stroke-width="${round(bundleWidth(weight))}"/>`;
  });
  const discs = shownDiscs(picture).map(
    ({ disc }) =>
      `<circle cx="${placeX(disc.x)}" cy="${placeY(disc.y)}" r="${round(disc.radius * view.scale)}" fill="${colour('--graph-disc')}" stroke="${colour('--graph-disc-edge')}"/>`,
  );
  const edges = drawn.edges.map((edge) => {
    const [a = 0, b = 0] = [model.from[edge], model.to[edge]];
    const wide = EDGE_WIDTHS[widthClass(weights[edge] ?? 0)] ?? 1;
    return `<line x1="${round(x(a))}" y1="${round(y(a))}" x2="${round(x(b))}" y2="${round(y(b))}" stroke="${colour(`--graph-edge-${toneClass(model, edge)}`)}" stroke-width="${wide}"/>`;
  });
  const nodes = model.graph.nodes.flatMap((node, at) => {
    if (part.nodes[at] !== 1) return [];
    const radius = radiusIn(picture, at);
    const paint = `fill="${colour(colours[at] ?? '')}" stroke="${colour('--surface')}"`;
    return [
      node.kind === 'account'
        ? `<circle cx="${round(x(at))}" cy="${round(y(at))}" r="${round(radius)}" ${paint}/>`
        : `<rect x="${round(x(at) - radius)}" y="${round(y(at) - radius)}" width="${round(radius * 2)}" height="${round(radius * 2)}" rx="3" ${paint}/>`,
    ];
  });
  const labels = graphLabels(picture, measure).map(
    ({ label, isStrong }) =>
      `<text x="${round(label.x)}" y="${round(label.y + HEAD_PX + 4)}"${isStrong ? ' font-weight="600"' : ''} paint-order="stroke" stroke="${colour('--surface')}" stroke-width="3">${xmlText(label.text)}</text>`,
  );
  const tall = height + HEAD_PX;
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="0 0 ${width} ${tall}">`,
    `<rect width="${width}" height="${tall}" fill="${colour('--surface')}"/>`,
    `<g font-family="${xmlText(style.fontFamily)}" font-size="12" fill="${colour('--ink')}">`,
    `<text x="12" y="20" font-size="14" font-weight="600">${xmlText(head.title)}</text>`,
    `<text x="12" y="37" font-size="11">${xmlText(head.note)}</text>`,
    ...bundles,
    ...discs,
    ...edges,
    ...nodes,
    ...labels,
    '</g></svg>\n',
  ].join('\n');
  return { text, width, height: tall };
}
