import type { ReactNode } from 'react';
import { formatFixed } from '../format.ts';
import { shownValue, stateNames } from './state-names.ts';

interface StateFormProps {
  envId: string;
  state: readonly number[];
  onState: (state: readonly number[]) => void;
}

/** The environment's state, to be put elsewhere. */
export function StateForm({ envId, state, onState }: StateFormProps): ReactNode {
  const names = stateNames(envId, state.length);
  return (
    <fieldset className="state">
      <legend>Perturb the state</legend>
      {names.map((number, i) => (
        <label key={number.name}>
          {number.name} <span className="number">{formatFixed(shownValue(number, state[i]))}</span>
          <input
            type="range"
            min={-number.most}
            max={number.most}
            step={number.most / 500}
            value={shownValue(number, state[i])}
            onChange={({ target }) => onState(state.map((old, j) => (j === i ? Number(target.value) : old)))}
          />
        </label>
      ))}
    </fieldset>
  );
}
