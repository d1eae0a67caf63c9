import { useEffect, useRef, type RefObject } from 'react';
import { useRedraw } from '../../components/use-redraw.ts';
import type { GraphPicture, ViewBox } from './graph-picture.ts';

/** Beyond so many edges, a picture that is being moved is the last one, moved; it is drawn anew when it rests. */
const EDGES_ALWAYS_DRAWN = 2500;

interface Still {
  readonly image: HTMLCanvasElement;
  readonly view: ViewBox;
  readonly key: unknown;
}

/** Draws a picture once a frame, whenever it changes. */
export function useGraphDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: GraphPicture | null,
  isMoving: boolean,
  draw: (canvas: HTMLCanvasElement, picture: GraphPicture) => void,
): void {
  const still = useRef<Still | null>(null);
  useRedraw();
  useEffect(() => {
    const element = canvas.current;
    if (element === null || picture === null) return undefined;
    const frame = requestAnimationFrame(() => {
      const last = still.current;
      const isBig = picture.part.edgeCount > EDGES_ALWAYS_DRAWN;
      if (isBig && isMoving && last !== null && last.key === picture.part) {
        showMoved(element, last, picture);
        return;
      }
      draw(element, picture);
      still.current = isBig ? keep(element, last, picture) : null;
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });
}

function keep(canvas: HTMLCanvasElement, last: Still | null, picture: GraphPicture): Still {
  const image = last?.image ?? document.createElement('canvas');
  image.width = canvas.width;
  image.height = canvas.height;
  image.getContext('2d')?.drawImage(canvas, 0, 0);
  return { image, view: picture.view, key: picture.part };
}

/** The last picture, scaled and moved to where the view now lies. */
function showMoved(canvas: HTMLCanvasElement, { image, view }: Still, picture: GraphPicture): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const ratio = window.devicePixelRatio;
  const scale = picture.view.scale / view.scale;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, picture.width, picture.height);
  const x = picture.view.x - view.x * scale;
  const y = picture.view.y - view.y * scale;
  pen.drawImage(image, x, y, (image.width / ratio) * scale, (image.height / ratio) * scale);
}
