const DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'unicode-bidi'] as const; // prettier-ignore
const DROPPED = ['class', 'role', 'tabindex', 'data-mark', 'aria-label', 'aria-hidden', 'style'] as const;
const HEAD = 48;
const MARGIN = 12;
const SVG = 'http://www.w3.org/2000/svg';

/** What stands above a saved chart: its name, and what it counts, where and in which zone. */
export interface ChartHead {
  readonly title: string;
  readonly note: string;
}

/** A chart as a file of its own: colours and letters written out, title and note above. */
export function chartAsSvg(chart: SVGSVGElement, head: ChartHead): { text: string; width: number; height: number } {
  const { width, height } = chart.getBoundingClientRect();
  const whole = { width: Math.ceil(width) + 2 * MARGIN, height: Math.ceil(height) + HEAD + MARGIN };
  const copy = chart.cloneNode(true) as SVGSVGElement;
  writeOut(chart, copy);
  for (const [name, value] of Object.entries({ x: MARGIN, y: HEAD, width, height, overflow: 'visible' }))
    copy.setAttribute(name, String(value));
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('xmlns', SVG);
  root.setAttribute('viewBox', `0 0 ${whole.width} ${whole.height}`);
  root.setAttribute('width', String(whole.width));
  root.setAttribute('height', String(whole.height));
  const panel = getComputedStyle(chart.closest('.panel') ?? chart);
  const ground = element('rect', { width: whole.width, height: whole.height, fill: panel.backgroundColor });
  const text = { x: MARGIN, fill: panel.color, 'font-family': panel.fontFamily };
  const title = element('text', { ...text, y: 20, 'font-size': 14, 'font-weight': 600 });
  title.textContent = head.title;
  const note = element('text', { ...text, y: 37, 'font-size': 11 });
  note.textContent = head.note;
  root.append(ground, title, note, copy);
  return { text: new XMLSerializer().serializeToString(root), ...whole };
}

/** The same as a picture, two dots for each of the screen's. */
export async function chartAsPng(chart: SVGSVGElement, head: ChartHead): Promise<Blob> {
  return svgAsPng(chartAsSvg(chart, head));
}

/** A drawing as a picture, two dots for each of its pixels. */
export async function svgAsPng({ text, width, height }: ReturnType<typeof chartAsSvg>): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('the picture is too large to draw'));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Hands a file to the examiner, by the browser's own way of saving. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** A file name of letters that every system takes: `24-117-messages-over-time.csv`. */
export function fileName(caseNumber: string, chart: string, ending: string): string {
  const plain = (text: string): string =>
    text
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/gu, '')
      .slice(0, 60);
  return `${plain(caseNumber)}-${plain(chart).toLowerCase()}.${ending}`;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** Writes the drawn style of each element into its copy, which has no style sheet. */
function writeOut(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of DRAWN) {
    const value = style.getPropertyValue(name);
    if (value !== '') to.setAttribute(name, value);
  }
  for (const name of DROPPED) to.removeAttribute(name);
  [...from.children].forEach((child, index) => {
    const copy = to.children[index];
    if (copy !== undefined) writeOut(child, copy);
  });
}
