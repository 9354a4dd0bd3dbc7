import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Series } from './curves.ts';

interface Chart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
}

const SIZE = { width: 720, height: 380 };
const LEGEND_WIDTH = 290;
/** Okabe and Ito's colours, which colour-blind readers tell apart. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** A line chart as SVG: a colour for each algorithm, dashed where another library trained. */
export function renderChart({ title, x, y, series }: Chart): string {
  const algorithms = [...new Set(series.map(({ algorithm }) => algorithm))];
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#fff',
      title: { text: title, left: 0, textStyle: { fontSize: 14 } },
      grid: { left: 64, top: 40, right: LEGEND_WIDTH, bottom: 48 },
      legend: {
        silent: true,
        selectedMode: false,
        orient: 'vertical',
        top: 40,
        left: SIZE.width - LEGEND_WIDTH + 12,
        itemWidth: 36,
      },
      xAxis: {
        type: 'value',
        silent: true,
        name: x,
        nameLocation: 'middle',
        nameGap: 28,
        axisLabel: { formatter: short },
      },
      yAxis: { type: 'value', silent: true, name: y, nameLocation: 'middle', nameGap: 44 },
      series: series.map(({ name, algorithm, isDashed, points }) => {
        const color = COLORS[algorithms.indexOf(algorithm) % COLORS.length];
        const lineStyle = { width: 2, type: isDashed ? 'dashed' : 'solid' } as const;
        return {
          name,
          type: 'line',
          data: points,
          symbol: 'none',
          silent: true,
          emphasis: { disabled: true },
          color,
          lineStyle,
        };
      }),
    });
    // Its names count charts, and the classes (one, of what does not answer to a pointer: everything) of the process.
    const svg = chart.renderToSVGString().replaceAll(/\bzr\d+-cls-\d+/g, 'still');
    return `${svg.replaceAll(/\bzr\d+-/g, '')}\n`;
  } finally {
    chart.dispose();
  }
}

/** 250000 as 250k. */
function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${value / 1e6}M`;
  return Math.abs(value) >= 1e4 ? `${value / 1e3}k` : String(value);
}
