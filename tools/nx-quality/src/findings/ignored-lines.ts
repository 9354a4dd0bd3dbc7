import type { CheckName } from './finding.ts';

/**
 * Lines that a `quality-ignore <check> -- why` comment takes out of a check: its own, and the next that holds code.
 * The reason is not optional: a comment without one has no effect.
 */
export function ignoredLines(check: CheckName, text: string): number[] {
  if (!text.includes('quality-ignore')) return [];
  const comment = new RegExp(`quality-ignore\\s+${check}\\s+--\\s+\\S`);
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!comment.test(line)) return [];
    const next = lines.findIndex((code, at) => at > index && !/^\s*(?:\/\/|\/?\*|$)/.test(code));
    return next < 0 ? [index + 1] : [index + 1, next + 1];
  });
}
