import { darkColours, lightColours, statusStyles } from './status-styles.ts';

/** Makes rules hold within an element of ours alone. They are flat: no rule in another. */
function within(scope: string, rules: string): string {
  return rules.replace(/([^{}]+)\{([^{}]*)\}/g, (_rule, selectors: string, body: string) => {
    const scoped = selectors.split(',').map((selector) => `${scope} ${selector.trim()}`);
    return `${scoped.join(', ')} {${body}}\n`;
  });
}

const rules = `
* { box-sizing: border-box; }
button { all: unset; box-sizing: border-box; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
.totals { display: flex; flex-wrap: wrap; gap: 4px; margin: 0 0 8px; padding: 0; list-style: none; }
.totals li { margin: 0; }
.call { display: inline-flex; align-items: center; gap: 6px; padding: 3px 9px; border: 1px solid var(--line-strong); border-radius: 6px; white-space: nowrap; }
.call:hover, .call[aria-pressed] { background: var(--tag); }
.call[aria-pressed] { border-color: var(--accent); }
.call b { font-weight: 600; }
.zero { color: var(--quiet); }
.quiet { color: var(--quiet); }
svg { display: block; flex: none; }
.list { width: 100%; border-collapse: collapse; table-layout: fixed; }
.list th { padding: 4px 8px; text-align: left; font-size: 12px; font-weight: 500; color: var(--quiet); }
.list td { padding: 5px 8px; border-top: 1px solid var(--line); vertical-align: middle; }
.list .c-status { width: 100px; }
.list .c-recent { width: 136px; }
.list .c-last { width: 104px; }
.list .c-next { width: 136px; }
.list .badge { display: flex; }
.list .badge + .badge { font-size: 12px; }
.list .down .c-next { color: var(--down-text); }
.list .late .c-next { color: var(--late-text); }
.list .paused .strip { opacity: .45; }
.name { display: block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--link); }
.name:hover { text-decoration: underline; }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px 0 0; color: var(--quiet); }
.pager .call { color: var(--text); }
.note { margin: 0 0 8px; }
.faults { margin: 0; padding-left: 20px; }
h2 { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 0 0 6px; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; }
h2 .badge { font-size: 14px; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 20px; margin: 12px 0 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
time { white-space: nowrap; }
`;

const narrowRules = `
.c-recent { display: none; }
.list th, .list td { padding-left: 4px; padding-right: 4px; }
.list .c-status { width: 96px; }
.list .c-last { width: 88px; }
.list .c-next { width: 120px; }
`;

/**
 * The style of the widget of a CloudWatch dashboard, in the colours of the pages. The console's background shows through.
 * Narrow ones leave out the strips, which a monitor's details show as well.
 */
export const widgetStyles = `
.downbeat.light { ${lightColours} }
.downbeat.dark { ${darkColours} }
.downbeat { color: var(--text); font: 14px/1.45 "Amazon Ember", "Helvetica Neue", Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums; }
${within('.downbeat', `${statusStyles}${rules}`)}
${within('.downbeat.narrow', narrowRules)}
`;
