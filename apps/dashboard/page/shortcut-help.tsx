import { useRef, type ReactNode } from 'react';
import { useShortcuts } from './use-shortcuts.ts';

const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'runs: search'],
  ['p  r', 'run: pause, resume'],
  ['c  e', 'run: checkpoint, evaluate'],
  ['space', 'play: play and pause'],
  ['.', 'play: one step'],
  ['n', 'play: a new episode'],
  ['?', 'these keys'],
];

/** What each key does, opened by `?`. */
export function ShortcutHelp(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = (): void => dialog.current?.showModal();
  useShortcuts({ '?': open });
  return (
    <>
      <button type="button" className="keys" onClick={open} aria-keyshortcuts="?">
        Keys
      </button>
      <dialog ref={dialog} aria-label="Keyboard shortcuts">
        <h2>Keyboard shortcuts</h2>
        <dl>
          {SHORTCUTS.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}
