import type { CommandOutcome } from '@cartwheel/experiment-state';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { commandAnswer, type CommandAction } from '../../src/api/command-answer.schema.ts';
import { fetchJson } from '../fetch-json.ts';

/** A wish of this page. */
export interface SentCommand {
  id: number;
  action: CommandAction;
  outcome: CommandOutcome | undefined;
  /** It did not get to the run. */
  error: Error | undefined;
}

const MOST_SHOWN = 5;

/** Sends wishes, and keeps what came of the last of them. */
export function useCommands(runId: string): {
  sent: readonly SentCommand[];
  send: (action: CommandAction) => Promise<void>;
} {
  const [sent, setSent] = useState<readonly SentCommand[]>([]);
  const lastId = useRef(0);
  const queries = useQueryClient();

  async function send(action: CommandAction): Promise<void> {
    lastId.current += 1;
    const id = lastId.current;
    setSent((before) => [{ id, action, outcome: undefined, error: undefined }, ...before].slice(0, MOST_SHOWN));
    const end = (part: Partial<SentCommand>): void =>
      setSent((before) => before.map((command) => (command.id === id ? { ...command, ...part } : command)));
    try {
      end({ outcome: (await fetchJson(`/api/runs/${runId}/commands`, commandAnswer, action)).outcome });
    } catch (error) {
      end({ error: error instanceof Error ? error : new Error(String(error)) });
    }
    await queries.invalidateQueries({ queryKey: ['run', runId] });
  }

  return { sent, send };
}
