/** Of Conventional Commits 1.0 with Angular's types, which `nx release` reads. */
const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];

const FIRST_LINE = new RegExp(`^(?:${TYPES.join('|')})(?:\\([a-z0-9,-]+\\))?!?: \\S.*$`);
/** What Git itself writes. */
const WRITTEN_BY_GIT = /^(?:Merge|Revert|fixup!|squash!|amend!) /;
const LONGEST = 120;

/** What is wrong with a commit's message; undefined when nothing is. */
export function faultOf(message: string): string | undefined {
  const [first = '', second = ''] = message.split('\n').filter((line) => !line.startsWith('#'));
  if (WRITTEN_BY_GIT.test(first)) return undefined;
  if (!FIRST_LINE.test(first)) {
    return `Expected "type(scope): what it does" with a type of ${TYPES.join(', ')}, received "${first}".`;
  }
  if (first.length > LONGEST)
    return `Expected a first line of at most ${LONGEST} characters, received ${first.length}.`;
  if (second.trim() !== '') return `Expected an empty line after the first, received "${second}".`;
  return undefined;
}
