import { useEffect, useRef } from 'react';

/** Environment steps a second at speed 1: what most environments are made for. */
const STEPS_PER_SECOND = 50;
/** In one frame; a tab that was hidden does not catch up. */
const MOST_STEPS = 100;

/** Calls `onSteps` with the steps that are due, once a frame, while it plays. */
export function usePlaying(isPlaying: boolean, speed: number, onSteps: (steps: number) => void): void {
  const newest = useRef(onSteps);
  useEffect(() => {
    newest.current = onSteps;
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    let before = performance.now();
    let due = 0;
    let frame = requestAnimationFrame(function play(now) {
      due = Math.min(MOST_STEPS, due + ((now - before) / 1000) * STEPS_PER_SECOND * speed);
      before = now;
      const steps = Math.floor(due);
      due -= steps;
      if (steps > 0) newest.current(steps);
      frame = requestAnimationFrame(play);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed]);
}
