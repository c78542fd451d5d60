import type { Tick } from './axes.ts';
import { type Html, html } from './html.ts';

/** The labels of a time axis below a graph of this height. Every other one is left out on a narrow page. */
export function timeAxis(ticks: readonly Tick[], below: number): Html[] {
  return ticks.map(({ place, label }, index) => {
    const x = `${place}%`;
    const stroke = html`<line x1="${x}" x2="${x}" y1="${below}" y2="${below + 5}"/>`;
    const text = html`<text class="x" x="${x}" y="${below + 18}">${label}</text>`;
    return html`<g class="${index % 2 === 0 ? 'tick' : 'tick spare'}">${stroke}${text}</g>`;
  });
}
