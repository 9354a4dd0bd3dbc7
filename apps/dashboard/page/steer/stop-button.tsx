import { useState, type ReactNode } from 'react';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';
import { SteerButton } from './steer-button.tsx';

interface StopButtonProps {
  why: string | undefined;
  onSend: (action: CommandAction) => void;
  onRefused: (why: string) => void;
}

/** Asks first: a run that stopped goes on with `cartwheel resume` only. */
export function StopButton({ why, onSend, onRefused }: StopButtonProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking || why !== undefined) {
    return <SteerButton label="Stop…" why={why} onPress={() => setAsking(true)} onRefused={onRefused} />;
  }
  const stop = (abort: boolean): void => {
    setAsking(false);
    onSend(abort ? { kind: 'stop', abort } : { kind: 'stop' });
  };
  return (
    <span role="group" aria-label="How to stop" className="asking">
      <button type="button" onClick={() => stop(false)}>
        Evaluate and stop
      </button>
      <button type="button" onClick={() => stop(true)}>
        Stop at once
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        Go on
      </button>
    </span>
  );
}
