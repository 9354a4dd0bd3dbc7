import type { ReactNode } from 'react';
import { sparkPath } from './spark-path.ts';

const WIDTH = 110;
const HEIGHT = 24;

/** Training returns at a glance. The row says the newest of them in numbers. */
export function Sparkline({ values }: { values: readonly number[] }): ReactNode {
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={sparkPath(values, WIDTH, HEIGHT)} />
    </svg>
  );
}
