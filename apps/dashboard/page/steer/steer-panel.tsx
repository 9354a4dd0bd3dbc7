import { useState, type ReactNode } from 'react';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import type { LiveRun } from '../live/use-live-run.ts';
import { useAbout } from '../use-about.ts';
import { useShortcuts } from '../use-shortcuts.ts';
import { describeAction, describeOutcome } from './describe-command.ts';
import { ExtendForm } from './extend-form.tsx';
import { SetForm } from './set-form.tsx';
import { SteerButton } from './steer-button.tsx';
import { StopButton } from './stop-button.tsx';
import { useCommands, type SentCommand } from './use-commands.ts';
import { whyNot, whyNotSteer } from './why-not.ts';

const BUTTONS = [
  { kind: 'pause', label: 'Pause', shortcut: 'p' },
  { kind: 'resume', label: 'Resume', shortcut: 'r' },
  { kind: 'checkpoint', label: 'Checkpoint', shortcut: 'c' },
  { kind: 'evaluate', label: 'Evaluate', shortcut: 'e' },
] as const;

/** Wishes to the run, and what came of each. */
export function SteerPanel({ run, live }: { run: RunDetail; live: LiveRun }): ReactNode {
  const readOnly = useAbout()?.readOnly;
  const { sent, send } = useCommands(run.runId);
  const [refusal, setRefusal] = useState('');
  const steerable = { status: run.status, writer: live.writer, isConnected: live.connection === 'live', readOnly };
  const why = whyNotSteer(steerable);
  const onSend = (action: CommandAction): void => {
    setRefusal('');
    void send(action);
  };
  const press = (kind: (typeof BUTTONS)[number]['kind']): void => {
    const reason = whyNot(kind, steerable);
    if (reason === undefined) onSend({ kind });
    else setRefusal(reason);
  };
  useShortcuts(Object.fromEntries(BUTTONS.map(({ kind, shortcut }) => [shortcut, () => press(kind)])));
  return (
    <section className="steer" aria-label="Steer">
      <div className="bar">
        <h2>Steer</h2>
        {BUTTONS.map(({ kind, label, shortcut }) => (
          <SteerButton
            key={kind}
            label={label}
            shortcut={shortcut}
            why={whyNot(kind, steerable)}
            onPress={() => press(kind)}
            onRefused={setRefusal}
          />
        ))}
        <StopButton why={why} onSend={onSend} onRefused={setRefusal} />
        <SetForm run={run} why={why} onSend={onSend} onRefused={setRefusal} />
        <ExtendForm why={why} onSend={onSend} onRefused={setRefusal} />
      </div>
      <p className="hint" role="status">
        {refusal === '' ? why : refusal}
      </p>
      <Sent sent={sent} />
    </section>
  );
}

function Sent({ sent }: { sent: readonly SentCommand[] }): ReactNode {
  return (
    <ul className="sent" aria-label="What came of it" aria-live="polite">
      {sent.map(({ id, action, outcome, error }) => (
        <li key={id} className={error === undefined ? outcome?.status : 'rejected'}>
          {describeAction(action)}: {error === undefined ? describeOutcome(outcome ?? null) : error.message}
        </li>
      ))}
    </ul>
  );
}
