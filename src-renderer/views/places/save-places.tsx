import { Button, Menu, MenuDivider, MenuItem, PopoverNext } from '@blueprintjs/core';
import { FloppyDiskIcon } from '@blueprintjs/icons';
import { useState, type ReactNode, type RefObject } from 'react';
import type { Params } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useCase } from '../../engine/use-case.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { fileName, saveFile, svgAsPng } from '../overview/save-chart.ts';
import type { MapPicture } from './draw-map.ts';
import { mapAsSvg } from './map-svg.ts';

const TEXTS = ['csv', 'geojson', 'kml'] as const;
const PICTURES = ['png', 'svg'] as const;
type Format = (typeof TEXTS)[number] | (typeof PICTURES)[number];
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** Saves the places for other tools, coordinates as stored, or the map as it is seen. */
export function SavePlaces(props: {
  readonly request: Pick<Params<'place.write'>, 'filter' | 'kind'>;
  readonly seen: RefObject<MapPicture | null>;
  readonly note: string;
}): ReactNode {
  const m = useMessages();
  const info = useCase();
  const number = info === null || info === 'asking' ? '' : info.number;
  const [error, setError] = useState<Error | null>(null);
  const write = async (format: Format): Promise<Blob> => {
    if (format !== 'png' && format !== 'svg') {
      const parts: string[] = [];
      for (let from: number | null = 0; from !== null;) {
        const part: Awaited<ReturnType<typeof ask<'place.write'>>> = await ask('place.write', { ...props.request, format, from }); // prettier-ignore
        parts.push(part.text);
        from = part.next;
      }
      return new Blob(parts, { type: TYPES[format] });
    }
    const picture = props.seen.current;
    if (picture === null) throw new Error(m.general.loading);
    const words = {
      title: `${number} · ${m.places.title}`,
      note: props.note,
      foot: m.places.outlines[picture.land?.detail ?? '110m'],
      metres: m.places.metres,
    };
    const svg = mapAsSvg(picture, words, document.body);
    return format === 'png' ? svgAsPng(svg) : new Blob([svg.text], { type: TYPES.svg });
  };
  const save = (format: Format): void => {
    setError(null);
    write(format).then(
      (content) => {
        saveFile(fileName(number, m.places.title, format), content);
      },
      (reason: unknown) => {
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  };
  const item = (format: Format): ReactNode => (
    <MenuItem
      key={format}
      text={m.places.saveAs[format]}
      onClick={() => {
        save(format);
      }}
    />
  );
  return (
    <>
      {error !== null && <FailureNote error={error} />}
      <PopoverNext
        placement="bottom-end"
        content={
          <Menu>
            {TEXTS.map(item)}
            <MenuDivider />
            {PICTURES.map(item)}
          </Menu>
        }
      >
        <Button size="small" variant="minimal" icon={<FloppyDiskIcon size={14} />} text={m.graph.save} />
      </PopoverNext>
    </>
  );
}
