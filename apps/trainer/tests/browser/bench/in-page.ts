/*
 * What runs in the page that is measured, as text: it is no part of this program, and nothing of it is in scope there.
 */

/** Keeps when a number of points was on the screen: the second frame comes when the first one is drawn. */
export const NOTE_FRAMES = `
  window.seen = [];
  const chart = document.querySelector('[aria-label^="rollout/ep_rew_mean"]');
  const note = () => {
    const count = Number(/after ([0-9]+) points/.exec(chart.getAttribute('aria-label'))[1]);
    requestAnimationFrame(() => requestAnimationFrame(() => window.seen.push([count, Date.now()])));
  };
  new MutationObserver(note).observe(chart, { attributes: true });`;

/** Frames a second over 10 s. */
export const COUNT_FRAMES = `
  new Promise((resolve) => {
    const start = performance.now();
    let frames = 0;
    requestAnimationFrame(function count(now) {
      frames += 1;
      if (now - start < 10_000) requestAnimationFrame(count);
      else resolve((1000 * frames) / (now - start));
    });
  })`;

/** Milliseconds since the page asked for its curves. */
export const SINCE_CURVES = `
  performance.now() - performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/curves')).startTime`;

/** Keeps the position of the last points that came. */
export const NOTE_POSITION = `
  const Original = window.EventSource;
  window.EventSource = class extends Original {
    constructor(address) {
      super(address);
      this.addEventListener('points', ({ lastEventId }) => { window.lastPosition = Number(lastEventId); });
    }
  };`;

/** When the fifty runs are there: this dashboard draws the rows in sight, and says in words what a chart has. */
export const SHOWN = {
  ourRows: `(() => {
    const rows = [...document.querySelectorAll('.row.run')];
    return rows.length > 0 && rows.every((row) => row.querySelector('.spark path[d^="M"]'));
  })()`,
  aimsRows: `document.querySelectorAll('.Table__cell [href*="/runs/"], .Table__cell__value').length >= 50`,
  ourCurves: `(document.querySelector('[role=img][aria-label^="rollout/ep_rew_mean"]')
    ?.getAttribute('aria-label').match(/after [0-9]+ points/g) ?? []).length === 50`,
  aimsCurves: `document.querySelectorAll('path.Line[d]').length === 50`,
};

/** Milliseconds from the address to the frame after the one in which `isShown` holds. */
export function whenShown(isShown: string): string {
  return `
    new Promise((resolve) => {
      const drawn = () => requestAnimationFrame(() => resolve(performance.now()));
      const look = () => requestAnimationFrame((${isShown}) ? drawn : look);
      look();
    })`;
}
