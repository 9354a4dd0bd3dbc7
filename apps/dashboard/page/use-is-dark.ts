import { useSyncExternalStore } from 'react';

/** Whether the system wishes dark pages: what is drawn on a canvas must be drawn anew when it changes its mind. */
export function useIsDark(): boolean {
  return useSyncExternalStore(listen, isDark);
}

const wish = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');
const isDark = (): boolean => wish().matches;

function listen(onChange: () => void): () => void {
  const query = wish();
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
