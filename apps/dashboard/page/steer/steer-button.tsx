import type { ReactNode } from 'react';

interface SteerButtonProps {
  label: string;
  /** Why it is not possible now. */
  why: string | undefined;
  onPress: () => void;
  /** Told why, where it is pressed nevertheless. */
  onRefused: (why: string) => void;
  shortcut?: string;
}

/** Stays in reach of keyboards and screen readers where it is not possible, and says why not. */
export function SteerButton({ label, why, onPress, onRefused, shortcut }: SteerButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-disabled={why !== undefined}
      aria-keyshortcuts={shortcut}
      title={why ?? (shortcut === undefined ? label : `${label} (${shortcut})`)}
      onClick={() => (why === undefined ? onPress() : onRefused(why))}
    >
      {label}
    </button>
  );
}
