import { useRef, type RefObject } from 'react';
import { useShortcuts } from './use-shortcuts.ts';

/** A field that `/` brings into focus, unless somebody types already. */
export function useSearchKey(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  return field;
}
