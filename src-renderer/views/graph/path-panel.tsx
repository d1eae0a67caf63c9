import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import { Fragment, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { EdgeFacts } from './edge-facts.tsx';
import type { GraphModel } from './graph-model.ts';
import type { GraphPath } from './paths.ts';
import type { Figures } from './window-figures.ts';

/** The shortest way between two nodes, link by link; asks for the other end until it is chosen. */
export function PathPanel(props: {
  readonly model: GraphModel;
  readonly figures: Figures | null;
  readonly start: number;
  /** Null until the other end is chosen. */
  readonly end: number | null;
  readonly path: GraphPath | null;
  readonly within: Filter;
  readonly onNode: (node: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const { model, path } = props;
  const name = (node: number): string => model.graph.nodes[node]?.label ?? '';
  return (
    <section className="panel node-detail" aria-label={m.graph.path}>
      <div className="row">
        <h2>{m.graph.path}</h2>
        <span className="spring" />
        <Button
          size="small"
          variant="minimal"
          icon={<CrossIcon size={14} />}
          aria-label={m.graph.endPath}
          onClick={props.onClose}
        />
      </div>
      {props.end === null ? (
        <p>
          <EvidenceText text={name(props.start)} /> → … <span className="muted">{m.graph.choosePathEnd}</span>
        </p>
      ) : path === null ? (
        <p role="status">{m.graph.noPath}</p>
      ) : (
        <>
          <p role="status">
            {path.nodes.map((node, at) => (
              <Fragment key={node}>
                {at > 0 && ' → '}
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    props.onNode(node);
                  }}
                >
                  <EvidenceText text={name(node)} />
                </button>
              </Fragment>
            ))}
          </p>
          <p className="muted small">{m.graph.pathNote(path.edges.length)}</p>
          <ul className="plain">
            {path.edges.map((edge) => (
              <li key={edge}>
                <EdgeFacts
                  model={model}
                  figures={props.figures}
                  edge={edge}
                  within={props.within}
                  onNode={props.onNode}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
