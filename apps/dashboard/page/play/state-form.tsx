import type { ReactNode } from 'react';
import { stateNames } from './state-names.ts';

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
      {state.map((value, i) => (
        <label key={names[i].name}>
          {names[i].name} <span className="number">{value.toFixed(3)}</span>
          <input
            type="range"
            min={-names[i].most}
            max={names[i].most}
            step={names[i].most / 500}
            value={value}
            onChange={({ target }) => onState(state.map((old, j) => (j === i ? Number(target.value) : old)))}
          />
        </label>
      ))}
    </fieldset>
  );
}
