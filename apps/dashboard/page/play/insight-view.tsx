import type { Action } from '@cartwheel/envs';
import type { ReactNode } from 'react';
import { formatValue } from '../format.ts';
import { actionName } from './action-names.ts';
import type { PlayMoment } from './player.ts';

/** What the policy makes of what it sees: how likely, or how good, each action is, and the return that it expects. */
export function InsightView({ envId, moment }: { envId: string; moment: PlayMoment }): ReactNode {
  const { insight, action } = moment;
  const { probabilities, actionValues, value } = insight ?? {};
  return (
    <section className="insight" aria-label="What the agent makes of it">
      <h2>What the agent makes of it</h2>
      {insight === undefined ? <p className="hint">It sees where it was put after the next step.</p> : null}
      {value === undefined ? null : (
        <p>
          Return that it expects from here (value) <output>{formatValue(value)}</output>
        </p>
      )}
      {probabilities === undefined ? null : (
        <Bars envId={envId} title="Action probabilities" values={probabilities} most={1} />
      )}
      {actionValues === undefined ? null : <Bars envId={envId} title="Value of each action" values={actionValues} />}
      <p>
        Action just taken <output>{textOf(envId, action)}</output>
      </p>
    </section>
  );
}

interface BarsProps {
  envId: string;
  title: string;
  values: readonly number[];
  most?: number;
}

function Bars({ envId, title, values, most }: BarsProps): ReactNode {
  const least = most === undefined ? Math.min(0, ...values) : 0;
  const range = (most ?? Math.max(0, ...values)) - least || 1;
  return (
    <dl aria-label={title}>
      {values.map((value, action) => (
        // What an action is, is its number.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={action}>
          <dt>{actionName(envId, action)}</dt>
          <dd>
            <meter
              min={0}
              max={1}
              value={(value - least) / range}
              aria-label={`${title}: ${actionName(envId, action)}`}
            />{' '}
            <output>{most === 1 ? `${(100 * value).toFixed(1)} %` : formatValue(value)}</output>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function textOf(envId: string, action: Action | undefined): string {
  if (action === undefined) return '–';
  if (typeof action === 'number') return actionName(envId, action);
  return ArrayBuffer.isView(action) ? [...action].map((part) => formatValue(part)).join(', ') : JSON.stringify(action);
}
