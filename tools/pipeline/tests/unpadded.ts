/** The lines of a page as they are before and after the formatter: without what pads tables, and without empty ones. */
export function unpadded(page: string): string[] {
  return page
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---').trim())
    .filter((line) => line !== '');
}
