import { finiteEdges } from '../../relay/finite-edges.ts';

/** Bars of their widths, as Plotly draws them; infinite edges end where the finite ones do. */
export function histogramFigure({ edges, counts }: { edges: readonly number[]; counts: readonly number[] }): object {
  const drawn = finiteEdges(edges);
  return {
    data: [
      {
        type: 'bar',
        x: drawn.slice(0, -1),
        width: counts.map((_, i) => drawn[i + 1] - drawn[i]),
        y: counts,
        offset: 0,
      },
    ],
    layout: {},
  };
}
