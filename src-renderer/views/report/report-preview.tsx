import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Params, PreviewPart } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';

/** The report page by page as it would be written now, in a frame in which nothing runs and nothing loads. */
export function ReportPreview({ request }: { readonly request: Omit<Params<'report.preview'>, 'page'> }): ReactNode {
  const m = useMessages();
  const [wanted, setPage] = useState(0);
  const preview = useEngine('report.preview', { ...request, page: wanted }, { keepPrevious: true });
  const { data } = preview;
  const last = data === undefined ? 0 : data.pages - 1;
  const page = Math.min(wanted, last);
  return (
    <section className="panel report-preview" aria-label={m.report.preview}>
      <div className="row">
        <h2>{m.report.preview}</h2>
        <span className="spring" />
        <Button
          size="small"
          text={m.general.previous}
          disabled={page === 0}
          onClick={() => {
            setPage(page - 1);
          }}
        />
        {data !== undefined && (
          <select
            className="bp6-input bp6-small"
            aria-label={m.report.previewPart}
            value={data.parts.findLast((one) => one.page <= page)?.part}
            onChange={(event) => {
              const chosen = data.parts.find(({ part }) => part === event.currentTarget.value);
              if (chosen !== undefined) setPage(chosen.page);
            }}
          >
            {data.parts.map(({ part }) => (
              <option key={part} value={part}>
                {labelOf(part, m)}
              </option>
            ))}
          </select>
        )}
        <PageNumber key={page} page={page} last={last} onPage={setPage} />
        <span className="numeric" role="status">
          {m.report.page(page + 1, last + 1)}
        </span>
        <Button
          size="small"
          text={m.general.next}
          disabled={page >= last}
          onClick={() => {
            setPage(page + 1);
          }}
        />
      </div>
      {preview.error !== null && <FailureNote error={preview.error} />}
      {data !== undefined && (
        <>
          <p className="muted">{m.report.previewNote(data.lines)}</p>
          <div className="preview-page" aria-busy={preview.isPlaceholderData || preview.isFetching}>
            <iframe sandbox="" srcDoc={data.html} title={m.report.page(data.page + 1, data.pages)} />
          </div>
        </>
      )}
    </section>
  );
}

function labelOf(part: PreviewPart, m: Messages): string {
  if (part === 'annotations' || part === 'legal') return m.report[part];
  return part === 'front' || part === 'conversations' || part === 'lines' || part === 'method'
    ? m.report.previewParts[part]
    : m.report.partNames[part];
}

/** Goes to a page by its number, on Enter. */
function PageNumber(props: {
  readonly page: number;
  readonly last: number;
  readonly onPage: (page: number) => void;
}): ReactNode {
  const m = useMessages();
  const [text, setText] = useState(String(props.page + 1));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const number = Number(text);
        if (Number.isInteger(number) && number >= 1) props.onPage(Math.min(number - 1, props.last));
      }}
    >
      <input
        type="text"
        inputMode="numeric"
        className="bp6-input bp6-small page-number numeric"
        aria-label={m.report.goToPage}
        title={m.report.goToPage}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
    </form>
  );
}
