import { command, commandOutcome } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** What a page wishes of a run. */
export const commandAction = command.shape.action;

/** How it ended. */
export const commandAnswer = z.object({ outcome: commandOutcome });

export type CommandAction = z.output<typeof commandAction>;
