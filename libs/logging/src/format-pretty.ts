import type { LineLevel } from './log-level.ts';
import type { LogRecord } from './log-record.ts';
import { redactText } from './redact.ts';
import { toPlainError, toPlainFields, type Plain, type PlainError } from './to-plain.ts';

const RESET = '\u001B[0m';
const DIM = '\u001B[2m';
const COLORS: Readonly<Record<LineLevel, string>> = {
  debug: '\u001B[90m',
  info: '\u001B[36m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
};

/**
 * For people: `14:02:11.042 warn  [redis-broker] slow answer  runId=r1 step=2048 ms=812`, in local time, with the error
 * and its causes in the lines below.
 */
export function createPrettyFormat(color: boolean): (record: LogRecord) => string {
  const paint = (code: string, text: string): string => (color && text !== '' ? `${code}${text}${RESET}` : text);
  return ({ time, level, message, fields, trace }) => {
    const { component, error, ...rest } = fields;
    const others = trace === undefined ? rest : { ...rest, traceId: trace.traceId };
    const parts = [
      paint(DIM, clockTime(new Date(time))),
      paint(COLORS[level], level.padEnd(5)),
      component === undefined ? '' : `[${harmless(redactText(component))}]`,
      harmless(redactText(message)),
      paint(DIM, pairs(others)),
    ];
    const line = parts.filter((part) => part !== '').join(' ');
    return error === undefined ? line : line + harmless(`\n${errorText(toPlainError(error))}`);
  };
}

function clockTime(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}

function pairs(fields: object): string {
  return Object.entries(toPlainFields(fields))
    .map(([name, value]) => `${harmless(name)}=${valueText(value)}`)
    .join(' ');
}

function valueText(plain: Plain): string {
  return typeof plain === 'string' && /^[\w./:@+-]+$/.test(plain) ? plain : JSON.stringify(plain);
}

function errorText({ name, code, message, stack, cause, errors = [] }: PlainError): string {
  const head = code === undefined ? '' : `${code}: `;
  const own = head + (stack ?? `${name}: ${message}`);
  const under = [...(cause === undefined ? [] : [cause]), ...errors].map((inner) => `caused by ${errorText(inner)}`);
  return [own, ...under].join('\n');
}

/** Nobody's text may move the cursor, or look like a line of its own: control characters shown, new lines indented. */
function harmless(text: string): string {
  return text
    .replaceAll(/(?![\n\t])\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replaceAll('\n', '\n    ');
}
