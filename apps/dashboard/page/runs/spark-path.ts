const MARGIN = 2;

/** A line through the values as SVG, over the whole width and height; it breaks where a value is no finite number. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return '';
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low || 1;
  const xOf = (i: number): string => (MARGIN + (i / (values.length - 1)) * (width - 2 * MARGIN)).toFixed(1);
  const yOf = (value: number): string => (height - MARGIN - ((value - low) / range) * (height - 2 * MARGIN)).toFixed(1);
  return values
    .map((value, i) => {
      if (!Number.isFinite(value)) return '';
      const isOn = i > 0 && Number.isFinite(values[i - 1]);
      return `${isOn ? 'L' : 'M'}${xOf(i)} ${yOf(value)}`;
    })
    .join('');
}
