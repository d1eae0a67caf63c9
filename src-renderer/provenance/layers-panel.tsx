import type { ReactNode } from 'react';
import type { LayerView } from '../../src-main/contract/index.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { HashValue } from '../components/hash-value.tsx';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';

/** What a file came out of, from the outside in: each archive, backup and encrypted file, and the lines that do it again. */
export function LayersPanel(props: { readonly layers: readonly LayerView[]; readonly title?: string }): ReactNode {
  const m = useMessages();
  const { layers, title = m.provenance.layers.title } = props;
  if (layers.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol className="layers">
        {layers.map((layer) => (
          <Layer key={layer.file.path} layer={layer} />
        ))}
      </ol>
    </section>
  );
}

function kindOf(kind: LayerView['kind'], m: ReturnType<typeof useMessages>): string {
  if (kind === 'zip' || kind === 'tar') return kind;
  return kind === 'signal-desktop' || kind === 'signal-android' || kind === 'wechat-dat' || kind === 'cell'
    ? m.provenance.layers.ciphers[kind]
    : m.locks.kinds[kind];
}

function Layer({ layer }: { readonly layer: LayerView }): ReactNode {
  const m = useMessages();
  const { kind, outer, method, file, key, commands, note } = layer;
  const lines = commands.join('\n');
  return (
    <li>
      <strong>{kindOf(kind, m)}</strong> {outer.path !== '' && <EvidenceText text={outer.path} className="mono" />}
      <HashValue hash={outer.sha256} label={outer.path} isShort />
      <div>
        → <EvidenceText text={layer.inner} className="mono" />{' '}
        <HashValue hash={file.sha256} label={file.path} isShort />
      </div>
      <EngineText text={method} className="muted" />
      {key !== null && (
        <div className="muted">
          {m.locks.key}: {m.locks.forms[key.form]}, {m.locks.fingerprint} <code>{key.fingerprint}</code>
        </div>
      )}
      {lines !== '' && (
        <details>
          <summary>{m.provenance.layers.commands}</summary>
          <div className="row">
            <pre>{lines}</pre>
            <CopyButton text={lines} label={m.provenance.layers.commands} />
          </div>
        </details>
      )}
      {note !== null && (
        <p className="muted small">
          <EngineText text={note} />
        </p>
      )}
    </li>
  );
}
