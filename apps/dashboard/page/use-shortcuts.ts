import { useEffect, useRef } from 'react';

/** Runs what belongs to a key, unless it belongs to the field or the button that has the focus, or a modifier is held. */
export function useShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  const newest = useRef(shortcuts);
  useEffect(() => {
    newest.current = shortcuts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || hasUseOf(event.target, event.key)) return;
      const run = newest.current[event.key];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Fields in which nothing is typed. */
const NOT_TYPED: ReadonlySet<string> = new Set(['range', 'checkbox']);

function hasUseOf(target: EventTarget | null, key: string): boolean {
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement && !NOT_TYPED.has(target.type)) return true;
  // Space presses what the keyboard came to. Where a mouse did, it is done with it.
  return (
    key === ' ' && target instanceof Element && target.matches('button:focus-visible, [type=checkbox]:focus-visible')
  );
}
