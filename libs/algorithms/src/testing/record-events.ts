import { callbackFrom, type TrainingCallback, type TrainingEvent } from '@cartwheel/callbacks';

/**
 * Records all that a training tells, apart from times, and from its start and end, which a training that goes on has
 * again. An event is a text: equal texts mean equal bits.
 */
export function recordEvents(): { events: string[]; callback: TrainingCallback } {
  const events: string[] = [];
  const callback = callbackFrom(
    (event) => {
      if (event.type !== 'training-start' && event.type !== 'training-end') events.push(textOf(event));
    },
    { name: 'recorder' },
  );
  return { events, callback };
}

function textOf(event: TrainingEvent): string {
  return JSON.stringify({ ...event, time: undefined }, (_key, value: unknown) =>
    typeof value === 'number' ? numberText(value) : value,
  );
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
