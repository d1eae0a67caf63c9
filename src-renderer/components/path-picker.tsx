import { Button, Dialog, DialogBody, DialogFooter, InputGroup } from '@blueprintjs/core';
import { ArrowUpIcon, DocumentIcon, FolderCloseIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import { useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { showSize } from '../time/units.ts';
import { transport } from '../transport/index.ts';
import type { PathKind } from '../transport/transport.ts';
import { FailureNote } from './failure-note.tsx';
import { start } from '../engine/untold.ts';

/** Asks for a path: the system's dialog where the shell has one, else the picker over `file.browse`. */
export function PathButton(props: {
  readonly kind: PathKind;
  readonly text: string;
  readonly onPath: (path: string) => void;
  readonly intent?: 'primary';
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const native = transport.pickPath;
  return (
    <>
      <Button
        size="small"
        text={props.text}
        {...(props.intent === undefined ? {} : { intent: props.intent })}
        onClick={() => {
          if (native === null) setOpen(true);
          else
            start(
              native(props.kind).then((path) => {
                if (path !== null) props.onPath(path);
              }),
            );
        }}
      />
      {isOpen && (
        <PathPicker
          kind={props.kind}
          onClose={() => {
            setOpen(false);
          }}
          onPath={(path) => {
            setOpen(false);
            props.onPath(path);
          }}
        />
      )}
    </>
  );
}

function PathPicker(props: {
  readonly kind: PathKind;
  readonly onPath: (path: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  const { kind } = props;
  const [path, setPath] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const listing = useEngine('file.browse', path === null ? {} : { path }, { keepPrevious: true });
  const folder = listing.data;
  const enter = (to: string): void => {
    setPath(to);
    setTyped(null);
  };
  const chosen = folder === undefined ? null : kind === 'new-folder' ? joined(folder.path, name) : folder.path;
  return (
    <Dialog isOpen title={m.picker.title[kind]} onClose={props.onClose} className="path-picker">
      <DialogBody>
        <div className="row">
          <Button
            size="small"
            icon={<ArrowUpIcon size={14} />}
            aria-label={m.picker.up}
            disabled={folder?.parent === null || folder === undefined}
            onClick={() => {
              if (folder?.parent !== null && folder !== undefined) enter(folder.parent);
            }}
          />
          <InputGroup
            size="small"
            fill
            className="path-input"
            aria-label={m.general.path}
            value={typed ?? folder?.path ?? ''}
            onValueChange={setTyped}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed !== null) enter(typed);
            }}
          />
        </div>
        {listing.error !== null && <FailureNote error={listing.error} />}
        <ul className="choice-list path-list" aria-label={m.picker.entries}>
          {folder?.entries.length === 0 && <li className="muted pad">{m.picker.empty}</li>}
          {folder?.entries.map((entry) => (
            <li key={entry.path}>
              <button
                type="button"
                disabled={entry.kind === 'file' && kind !== 'file'}
                onClick={() => {
                  if (entry.kind === 'folder') enter(entry.path);
                  else props.onPath(entry.path);
                }}
              >
                {entry.kind === 'folder' ? <FolderCloseIcon size={14} /> : <DocumentIcon size={14} />}
                <EvidenceText text={entry.name} className="ellipsis" />
                {entry.isCase && <span className="badge">{m.picker.isCase}</span>}
                <span className="spring" />
                {entry.sizeBytes !== null && <span className="muted numeric">{showSize(entry.sizeBytes)}</span>}
              </button>
            </li>
          ))}
          {folder !== undefined && folder.left > 0 && <li className="muted pad">{m.picker.left(folder.left)}</li>}
        </ul>
        {kind === 'new-folder' && (
          <label className="field">
            <span>{m.picker.name}</span>
            <InputGroup
              size="small"
              value={name}
              onValueChange={setName}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && chosen !== null) props.onPath(chosen);
              }}
            />
          </label>
        )}
      </DialogBody>
      {kind !== 'file' && (
        <DialogFooter
          actions={
            <Button
              intent="primary"
              size="small"
              text={kind === 'folder' ? m.picker.thisFolder : m.general.choose}
              disabled={chosen === null}
              onClick={() => {
                if (chosen !== null) props.onPath(chosen);
              }}
            />
          }
        >
          <span className="muted ellipsis">{chosen}</span>
        </DialogFooter>
      )}
    </Dialog>
  );
}

function joined(folder: string, name: string): string | null {
  if (name.trim() === '' || /[/\\]/u.test(name)) return null;
  const separator = folder.includes('\\') ? '\\' : '/';
  return `${folder.replace(/[/\\]$/u, '')}${separator}${name.trim()}`;
}
