import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { FloppyDiskIcon } from '@blueprintjs/icons';
import { useState, type ReactNode, type RefObject } from 'react';
import type { Params } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useCase } from '../../engine/use-case.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { fileName, saveFile, svgAsPng } from '../overview/save-chart.ts';
import type { GraphPicture } from './graph-picture.ts';
import { graphAsSvg } from './graph-svg.ts';

const FORMATS = ['png', 'svg', 'graphml', 'gexf', 'csv'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  graphml: 'application/xml',
  gexf: 'application/xml',
  csv: 'text/csv',
};

/** Saves the picture as it is seen, or the graph that is shown in a format of other tools. */
export function SaveGraph(props: {
  readonly seen: RefObject<GraphPicture | null>;
  /** What the engine is asked for to write what is shown. */
  readonly shown: () => Omit<Params<'graph.write'>, 'format'>;
  readonly note: string;
  /** What is shown is on its way. */
  readonly isPending: boolean;
}): ReactNode {
  const m = useMessages();
  const info = useCase();
  const number = info === null || info === 'asking' ? '' : info.number;
  const [error, setError] = useState<Error | null>(null);
  const write = async (format: Format): Promise<Blob> => {
    if (format !== 'png' && format !== 'svg') {
      const { text } = await ask('graph.write', { ...props.shown(), format });
      return new Blob([text], { type: TYPES[format] });
    }
    if (props.seen.current === null) throw new Error(m.graph.laying);
    const svg = graphAsSvg(
      props.seen.current,
      { title: `${number} · ${m.graph.title}`, note: props.note },
      document.body,
    );
    return format === 'png' ? svgAsPng(svg) : new Blob([svg.text], { type: TYPES.svg });
  };
  const save = (format: Format): void => {
    setError(null);
    write(format).then(
      (content) => {
        saveFile(fileName(number, m.graph.title, format), content);
      },
      (reason: unknown) => {
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  };
  return (
    <>
      {error !== null && <FailureNote error={error} />}
      <PopoverNext
        placement="bottom-end"
        content={
          <Menu>
            {FORMATS.map((format) => (
              <MenuItem
                key={format}
                text={m.graph.saveAs[format]}
                onClick={() => {
                  save(format);
                }}
              />
            ))}
          </Menu>
        }
      >
        <Button
          size="small"
          variant="minimal"
          icon={<FloppyDiskIcon size={14} />}
          text={m.graph.save}
          disabled={props.isPending}
        />
      </PopoverNext>
    </>
  );
}
