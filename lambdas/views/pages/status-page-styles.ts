import { darkColours, lightColours } from './status-styles.ts';

/** The style of status pages. */
export const statusPageStyles = `
:root {
  color-scheme: light dark;
  ${lightColours}
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    ${darkColours}
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
main { max-width: 720px; margin: 0 auto; padding: 48px 24px; }
h1, p, ul { margin: 0; padding: 0; }
h1 { font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; overflow-wrap: anywhere; }
.description { margin-top: 8px; color: var(--soft); overflow-wrap: anywhere; }
.overall { display: flex; align-items: center; gap: 12px; margin: 28px 0 24px; padding: 16px 20px; border-radius: 10px; font-size: 18px; line-height: 1.35; font-weight: 600; }
.overall .icon { width: 26px; height: 26px; }
.overall.up { background: var(--up-soft); color: var(--up-text); }
.overall.late { background: var(--late-soft); color: var(--late-text); }
.overall.down { background: var(--down-soft); color: var(--down-text); }
.overall.new { background: var(--new-soft); color: var(--new-text); }
.overall.paused { background: var(--paused-soft); color: var(--paused-text); }
ul { list-style: none; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
li { display: grid; grid-template-columns: 20px 1fr auto 12.6em; align-items: center; gap: 0 12px; padding: 12px 20px; }
li + li { border-top: 1px solid var(--line); }
.name { min-width: 0; overflow-wrap: anywhere; text-align: left; }
.word { font-weight: 600; }
.since { color: var(--soft); font-size: 14px; white-space: nowrap; text-align: right; }
.up .word { color: var(--up-text); } .late .word { color: var(--late-text); } .down .word { color: var(--down-text); }
.new .word { color: var(--new-text); } .paused .word { color: var(--paused-text); }
.icon { display: block; flex: none; fill: none; stroke: var(--on-status); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.icon circle, .icon .edge { fill: currentColor; stroke: none; }
.icon .ring { fill: none; stroke: currentColor; stroke-dasharray: 3.6 2.68; }
.icon.up { color: var(--up); } .icon.late { color: var(--late); } .icon.down { color: var(--down); }
.icon.new { color: var(--new); } .icon.paused { color: var(--paused); }
.more { margin-top: 12px; color: var(--soft); font-size: 14px; }
footer { margin-top: 20px; color: var(--soft); font-size: 14px; }
@media (max-width: 560px) {
  main { padding: 28px 16px; }
  h1 { font-size: 24px; }
  .overall { margin: 20px 0 16px; padding: 14px 16px; font-size: 17px; }
  li { grid-template-columns: 20px 1fr auto; align-items: start; padding: 12px 16px; }
  li .icon { margin-top: 2px; }
  .since { grid-column: 2 / 4; text-align: left; }
}
`;
