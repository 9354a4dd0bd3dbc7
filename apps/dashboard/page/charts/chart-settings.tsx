import { useState, type ReactNode } from 'react';
import type { XAxis } from './chart-data.ts';

export interface ChartSettings {
  smoothing: number;
  isLog: boolean;
  x: XAxis;
}

const AXES: readonly XAxis[] = ['steps', 'time', 'episodes'];

/** How all charts of a page are drawn, and the fields that set it. */
export function useChartSettings({ hasEpisodes = false } = {}): [ChartSettings, ReactNode] {
  const [settings, setSettings] = useState<ChartSettings>({ smoothing: 0, isLog: false, x: 'steps' });
  const change = (part: Partial<ChartSettings>): void => setSettings((before) => ({ ...before, ...part }));
  const fields = (
    <fieldset className="settings">
      <legend className="hidden">Charts</legend>
      <label>
        Smoothing
        <input
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={settings.smoothing}
          onChange={(event) => change({ smoothing: Number(event.target.value) })}
        />
      </label>
      <label>
        <input type="checkbox" checked={settings.isLog} onChange={(event) => change({ isLog: event.target.checked })} />
        Log scale
      </label>
      <label>
        Over
        <select
          value={settings.x}
          onChange={(event) => change({ x: AXES.find((axis) => axis === event.target.value) ?? 'steps' })}
        >
          <option value="steps">steps</option>
          <option value="time">wall time</option>
          {hasEpisodes ? <option value="episodes">episodes</option> : null}
        </select>
      </label>
    </fieldset>
  );
  return [settings, fields];
}
