/** Splits a command line or a script into the words that may be programs, packages or paths. */
export function wordsOfCommand(text: string): string[] {
  return text.split(/[\s'"`=;&|()<>,]+/).filter((word) => word !== '' && !word.startsWith('-'));
}
