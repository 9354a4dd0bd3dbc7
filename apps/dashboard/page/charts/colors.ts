/** Told apart on light and on dark, also by most who see fewer colours (Okabe and Ito, 2008, lightness evened out). */
const COLORS = ['#2f78d6', '#d9772b', '#2a9d6f', '#b65fb0', '#b59a1a', '#3fa3c4', '#d1495b', '#7a7f8a'];

export function colorOf(index: number): string {
  return COLORS[index % COLORS.length];
}
