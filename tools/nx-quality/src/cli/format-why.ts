import type { WhyAnswer } from '../dead-code/why.ts';

/** A way from an entry, one step a line. */
export function formatWhy(answers: readonly WhyAnswer[]): string {
  return answers.map(formatAnswer).join('\n\n');
}

function formatAnswer({ file, symbol, path }: WhyAnswer): string {
  const name = symbol === undefined ? file : `${symbol} (${file})`;
  if (path.length === 0) return `${name} is dead: no entry reaches it.`;
  const steps = path.map((step, index) => {
    const place = `${step.file}:${step.line}`;
    return `${'  '.repeat(index + 1)}${step.how}  ${step.symbol === undefined ? place : `${step.symbol}  ${place}`}`;
  });
  return [`${name} is alive:`, ...steps].join('\n');
}
