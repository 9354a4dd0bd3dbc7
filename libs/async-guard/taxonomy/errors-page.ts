import { collectErrors, wrongUseCodes, type ErrorCode } from './collect-errors.ts';

const INTRODUCTION = `# Errors

Every error that Cartwheel throws on purpose has a literal \`code\`, \`library/what-is-wrong\`, that programs can branch on.
Its message says what was expected, what came and what to do, and its \`cause\` keeps the error underneath. The same code
stands in a run's state, in its record, in log lines and in the reports of guards.

This page is generated from the sources: \`npx tsx libs/async-guard/taxonomy/write-errors-page.ts && npx oxfmt docs\`.
A test holds it up to date. In the messages \`…\` stands for what is known only when it happens.

## Exit codes

| exit code | when |
| --- | --- |
| 0 | done |
| 1 | failed: every error that is not marked below |
| 2 | wrong use: an error marked 2, or arguments that do not fit |
| 130 | stopped by Ctrl-C or SIGTERM |
`;

/** The text of docs/errors.md, before the formatter. */
export function errorsPage(workspace: string): string {
  const wrongUse = wrongUseCodes(workspace);
  const errors = collectErrors(workspace);
  const libraries = [...new Set(errors.map(libraryOf))];
  const sections = libraries.map((library) => section(library, errors, wrongUse));
  return [INTRODUCTION, ...sections].join('\n');
}

function section(library: string, errors: readonly ErrorCode[], wrongUse: ReadonlySet<string>): string {
  const rows = errors
    .filter((error) => libraryOf(error) === library)
    .map(
      ({ code, messages }) =>
        `| \`${code}\` | ${wrongUse.has(code) ? 2 : 1} | ${messages.map(escape).join('<br>') || '…'} |`,
    );
  return [`## ${library}`, '', '| code | exit | message |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function libraryOf({ code }: ErrorCode): string {
  return code.slice(0, code.indexOf('/'));
}

/** In a cell of a table nothing of a message may be taken for Markdown. */
function escape(message: string): string {
  return message
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\|*_<>[\]`]/g, String.raw`\$&`)
    .trim();
}
