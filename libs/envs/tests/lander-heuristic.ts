/** The heuristic of Gymnasium 1.4.0's lunar_lander.py, for both forms of the lander. */
export function landByHeuristic(s: ArrayLike<number>, isContinuous: boolean): number | Float32Array {
  const angleTarget = Math.min(Math.max(s[0] * 0.5 + s[2], -0.4), 0.4);
  const hoverTarget = 0.55 * Math.abs(s[0]);
  const hasLegContact = s[6] > 0 || s[7] > 0;
  const angleTodo = hasLegContact ? 0 : (angleTarget - s[4]) * 0.5 - s[5];
  const hoverTodo = hasLegContact ? -s[3] * 0.5 : (hoverTarget - s[1]) * 0.5 - s[3] * 0.5;
  if (isContinuous) return Float32Array.of(clip(hoverTodo * 20 - 1), clip(-angleTodo * 20));
  if (hoverTodo > Math.abs(angleTodo) && hoverTodo > 0.05) return 2;
  if (angleTodo < -0.05) return 3;
  return angleTodo > 0.05 ? 1 : 0;
}

function clip(value: number): number {
  return Math.min(Math.max(value, -1), 1);
}
