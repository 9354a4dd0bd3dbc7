import { useState, type ReactNode } from 'react';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import { formatSetting } from '../format.ts';
import { readValue } from './read-value.ts';

interface SetFormProps {
  run: Pick<RunDetail, 'settable' | 'hyperparameters'>;
  why: string | undefined;
  onSend: (action: CommandAction) => void;
  onRefused: (why: string) => void;
}

/** Another value for what may change while the run learns. */
export function SetForm({ run, why, onSend, onRefused }: SetFormProps): ReactNode {
  const { settable, hyperparameters } = run;
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const setting = settable.find(({ name }) => name === chosen) ?? settable.at(0);
  if (setting === undefined) return null;
  return (
    <form
      className="steer-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined) onRefused(why);
        else if (text.trim() === '') onRefused(`Type a value for ${setting.name}: ${setting.expected}.`);
        else onSend({ kind: 'set', name: setting.name, value: readValue(text) });
      }}
    >
      <label>
        Hyperparameter{' '}
        <select value={setting.name} onChange={(event) => setChosen(event.target.value)}>
          {settable.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        New value{' '}
        <input
          type="text"
          inputMode="decimal"
          size={12}
          value={text}
          aria-describedby="setting-range"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" aria-disabled={why !== undefined} title={why}>
        Set
      </button>
      <p id="setting-range" className="hint">
        now {formatSetting(hyperparameters[setting.name])}; may be {setting.expected}
      </p>
    </form>
  );
}
