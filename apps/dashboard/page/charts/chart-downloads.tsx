import type { ReactNode } from 'react';
import { curvesCsv } from './curves-csv.ts';
import type { Line } from './line.ts';
import { save } from './save.ts';

interface ChartDownloadsProps {
  title: string;
  lines: readonly Line[];
  canvas: () => HTMLCanvasElement | undefined;
}

/** A chart as a picture, and its points as a table. */
export function ChartDownloads({ title, lines, canvas }: ChartDownloadsProps): ReactNode {
  const name = title.replaceAll(/[^\w.-]+/g, '-');
  const savePicture = (): void => {
    const drawn = canvas();
    if (drawn !== undefined) onPaper(drawn).toBlob((blob) => blob !== null && save(blob, `${name}.png`));
  };
  const saveTable = (): void => save(new Blob([curvesCsv(lines)], { type: 'text/csv' }), `${name}.csv`);
  return (
    <span className="downloads">
      <button type="button" title="Save the picture" aria-label={`Save ${title} as PNG`} onClick={savePicture}>
        PNG
      </button>
      <button type="button" title="Save the points" aria-label={`Save ${title} as CSV`} onClick={saveTable}>
        CSV
      </button>
    </span>
  );
}

/** With the background of the page: a chart alone is drawn on nothing. */
function onPaper(drawn: HTMLCanvasElement): HTMLCanvasElement {
  const paper = document.createElement('canvas');
  paper.width = drawn.width;
  paper.height = drawn.height;
  const context = paper.getContext('2d');
  if (context === null) return drawn;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--sheet');
  context.fillRect(0, 0, paper.width, paper.height);
  context.drawImage(drawn, 0, 0);
  return paper;
}
