import { colourReader, drawMap, type MapPicture, type Pen } from './draw-map.ts';
import { walkRing } from './land.ts';
import { inPicture, scaleBar } from './map-view.ts';
import { xmlText } from '../../text/xml-text.ts';

const HEAD_PX = 48;
const FOOT_PX = 26;

/** The map as it is seen, as a drawing of its own: colours written out, title and note above, scale and source below. */
export function mapAsSvg(
  picture: MapPicture,
  words: { readonly title: string; readonly note: string; readonly foot: string; readonly metres: (metres: number) => string }, // prettier-ignore
  styled: Element,
): { readonly text: string; readonly width: number; readonly height: number } {
  const { size, view } = picture;
  const colour = colourReader(styled);
  const parts: string[] = [];
  const pen: Pen = {
    area(rings, fill, stroke) {
      const path = rings.map((ring) => {
        let text = '';
        walkRing(
          ring,
          (x, y) => inPicture(view, size, x, y),
          size,
          (x, y, isFirst) => {
            text += `${isFirst ? 'M' : 'L'}${round(x)} ${round(y)}`;
          },
        );
        return `${text}Z`;
      });
      parts.push(`<path d="${path.join('')}" fill="${colour(fill)}" fill-rule="evenodd" stroke="${colour(stroke)}" stroke-width="0.8"/>`); // prettier-ignore
    },
    line(points, stroke, width, dash) {
      const list = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
      parts.push(`<polyline points="${list}" fill="none" stroke="${colour(stroke)}" stroke-width="${width}" stroke-dasharray="${dash}"/>`); // prettier-ignore
    },
    dot(x, y, radius, fill, stroke, width) {
      const paint = `fill="${fill === 'transparent' ? 'none' : colour(fill)}" stroke="${colour(stroke)}" stroke-width="${width}"`;
      parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" ${paint}/>`);
    },
    text(text, x, y, style) {
      const halo = style.halo === null ? '' : ` paint-order="stroke" stroke="${colour(style.halo)}" stroke-width="3"`;
      parts.push(`<text x="${round(x)}" y="${round(y + style.size * 0.36)}" font-size="${style.size}" text-anchor="middle" fill="${colour(style.fill)}"${halo}>${xmlText(text)}</text>`); // prettier-ignore
    },
  };
  drawMap(pen, picture);
  const bar = scaleBar(view, 140);
  const tall = size.height + HEAD_PX + FOOT_PX;
  const end = size.width - 12;
  const at = size.height + HEAD_PX + 17;
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${tall}" viewBox="0 0 ${size.width} ${tall}">`,
    `<rect width="${size.width}" height="${tall}" fill="${colour('--surface')}"/>`,
    `<g font-family="${xmlText(getComputedStyle(styled).fontFamily)}" font-size="11" fill="${colour('--ink')}">`,
    `<text x="12" y="20" font-size="14" font-weight="600">${xmlText(words.title)}</text>`,
    `<text x="12" y="37">${xmlText(words.note)}</text>`,
    `<svg x="0" y="${HEAD_PX}" width="${size.width}" height="${size.height}" overflow="hidden">`,
    `<rect width="${size.width}" height="${size.height}" fill="${colour('--map-sea')}"/>`,
    ...parts,
    '</svg>',
    `<text x="12" y="${at}">${xmlText(words.foot)}</text>`,
    `<path d="M${round(end - bar.px)} ${at - 10}v6h${round(bar.px)}v-6" fill="none" stroke="${colour('--ink')}"/>`,
    `<text x="${round(end - bar.px - 6)}" y="${at}" text-anchor="end">${xmlText(words.metres(bar.metres))}</text>`,
    '</g></svg>\n',
  ].join('\n');
  return { text, width: size.width, height: tall };
}

function round(value: number): string {
  return (Math.round(value * 10) / 10).toString();
}
