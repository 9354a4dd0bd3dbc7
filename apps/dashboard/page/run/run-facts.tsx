import type { Host } from '@cartwheel/experiment-state';
import type { ReactNode } from 'react';
import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import { formatCount, formatSetting } from '../format.ts';
import { describeAction, describeOutcome } from '../steer/describe-command.ts';

/** What of a run is no curve. `host` is by the live state, which knows of a resume elsewhere first. */
export function RunFacts({ run, host = run.host ?? undefined }: { run: RunDetail; host: Host | undefined }): ReactNode {
  return (
    <div className="facts">
      {run.error === null ? null : (
        <section className="problem" aria-label="Error">
          <h2>Why it failed</h2>
          <p>
            <code>{run.error.code}</code> {run.error.message}
          </p>
          {run.error.causes.map(({ code, message }) => (
            <p key={`${code} ${message}`}>
              Caused by <code>{code}</code> {message}
            </p>
          ))}
        </section>
      )}
      <section aria-label="Hyperparameters">
        <h2>Hyperparameters</h2>
        <dl>
          <Fact name="seed" value={run.seed} />
          <Fact name="experiment" value={run.experiment} />
          {Object.entries(run.hyperparameters).map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
        </dl>
      </section>
      {host === undefined ? null : (
        <section aria-label="Host">
          <h2>Host</h2>
          <dl>
            {Object.entries(host).map(([name, value]) => (
              <Fact key={name} name={name} value={value} />
            ))}
          </dl>
        </section>
      )}
      <section aria-label="Checkpoints">
        <h2>Checkpoints</h2>
        {run.checkpoints.length === 0 ? <p className="empty">None yet.</p> : null}
        <ol>
          {run.checkpoints.map(({ step, weightsHash, time }) => (
            <li key={step}>
              step {formatCount(step)} <code>{weightsHash.slice(0, 12)}</code>{' '}
              <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString()}</time>
            </li>
          ))}
        </ol>
      </section>
      <Commands run={run} />
      <section aria-label="Console">
        <h2>Console</h2>
        {run.console.length === 0 ? (
          <p className="empty">Nothing was printed.</p>
        ) : (
          <pre tabIndex={0}>{run.console.map(({ text }) => text).join('\n')}</pre>
        )}
      </section>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: unknown }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{formatSetting(value)}</dd>
    </div>
  );
}

function Commands({ run }: { run: RunDetail }): ReactNode {
  return (
    <section aria-label="Commands">
      <h2>Commands</h2>
      {run.commands.length === 0 ? <p className="empty">Nobody steered this run.</p> : null}
      <ol>
        {run.commands.map(({ command, outcome }) => (
          <li key={command.id}>
            <code>{describeAction(command.action)}</code> by {command.sender}: {describeOutcome(outcome)}
          </li>
        ))}
      </ol>
    </section>
  );
}
