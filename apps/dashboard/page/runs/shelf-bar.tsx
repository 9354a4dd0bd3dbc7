import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Shelf } from '../../src/api/shelf.schema.ts';
import { useAbout } from '../use-about.ts';
import { useShelves } from './use-shelves.ts';

interface ShelfBarProps {
  shelf: Shelf;
  chosen: ReadonlySet<string>;
  onDone: () => void;
}

/** What can be done with the runs that are chosen. */
export function ShelfBar({ shelf, chosen, onDone }: ShelfBarProps): ReactNode {
  // Nothing, before the server has said what it allows.
  const readOnly = useAbout()?.readOnly ?? true;
  const { notice, put, emptyTrash } = useShelves();
  const move = (to: Shelf): void => {
    put([...chosen], to);
    onDone();
  };
  return (
    <div className="bar" role="group" aria-label="Chosen runs">
      {chosen.size > 1 ? (
        <Link href={`/compare/${[...chosen].join(',')}`} className="button">
          Compare {chosen.size}
        </Link>
      ) : null}
      {chosen.size === 0 || readOnly ? null : (
        <>
          {shelf === 'table' ? null : <MoveButton label="Take back" onPress={() => move('table')} />}
          {shelf === 'archive' ? null : <MoveButton label="Archive" onPress={() => move('archive')} />}
          {shelf === 'trash' ? null : <MoveButton label="Delete" onPress={() => move('trash')} />}
        </>
      )}
      {shelf === 'trash' && !readOnly ? <EmptyButton onPress={emptyTrash} /> : null}
      <span role="status">{notice?.text}</span>
      {notice?.undo === undefined ? null : <MoveButton label="Undo" onPress={notice.undo} />}
    </div>
  );
}

function MoveButton({ label, onPress }: { label: string; onPress: () => void }): ReactNode {
  return (
    <button type="button" onClick={onPress}>
      {label}
    </button>
  );
}

/** Asks first: what it deletes is gone, checkpoints and all. */
function EmptyButton({ onPress }: { onPress: () => void }): ReactNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) return <MoveButton label="Empty the trash…" onPress={() => setAsking(true)} />;
  const empty = (): void => {
    setAsking(false);
    onPress();
  };
  return (
    <>
      <MoveButton label="Delete all in it for good" onPress={empty} />
      <MoveButton label="Keep it" onPress={() => setAsking(false)} />
    </>
  );
}
