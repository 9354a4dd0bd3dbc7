/** Callbacks that keep the statistics of every update. */
export function collectStatistics() {
  const statistics: Readonly<Record<string, number>>[] = [];
  const callbacks = [
    { onUpdate: (event: { statistics: Readonly<Record<string, number>> }) => void statistics.push(event.statistics) },
  ];
  return { statistics, callbacks };
}
