import { useState, type ReactNode } from 'react';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';

interface ExtendFormProps {
  why: string | undefined;
  onSend: (action: CommandAction) => void;
  onRefused: (why: string) => void;
}

/** More steps than the run was begun with. */
export function ExtendForm({ why, onSend, onRefused }: ExtendFormProps): ReactNode {
  const [text, setText] = useState('10000');
  const steps = Number(text);
  return (
    <form
      className="steer-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined) onRefused(why);
        else if (!Number.isSafeInteger(steps) || steps < 1) onRefused('Type a whole number of steps, at least 1.');
        else onSend({ kind: 'extend', steps });
      }}
    >
      <label>
        Steps more{' '}
        <input
          type="text"
          inputMode="numeric"
          size={10}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" aria-disabled={why !== undefined} title={why}>
        Extend
      </button>
    </form>
  );
}
