/**
 * The style of every page. Colours are custom properties, so that light and dark differ in one place; a status is never
 * told by its colour alone. There are no style attributes: the pages' policy lets none in.
 */
export const styles = `
:root {
  color-scheme: light dark;
  --bg: #f7f7f8; --surface: #fff; --raised: #fff; --sunken: #f1f1f4; --hover: #f9f9fc; --tag: #f0f0f4;
  --line: #e4e4ea; --line-strong: #d0d0da;
  --text: #1b1b22; --soft: #55565f; --quiet: #6b6c78;
  --accent: #4b45c6; --accent-text: #fff; --accent-soft: #eeedfb; --link: #423cb8;
  --up: #1c8352; --up-soft: #e5f4ec; --up-text: #12683f;
  --late: #b36b00; --late-soft: #fdf1dc; --late-text: #8a4f00;
  --down: #d0313f; --down-soft: #fdeaec; --down-text: #ad1f2d;
  --new: #3f6fd1; --new-soft: #e8effc; --new-text: #2a55ad;
  --paused: #74757f; --paused-soft: #ededf1; --paused-text: #55565f;
  --on-status: #fff;
  --shadow: 0 1px 2px rgb(20 20 40 / .05);
  --radius: 10px;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #101014; --surface: #17171c; --raised: #1d1d24; --sunken: #121217; --hover: #1b1b22; --tag: #24242c;
    --line: #292932; --line-strong: #3a3a46;
    --text: #ececf1; --soft: #b3b4be; --quiet: #8b8c98;
    --accent: #726bf0; --accent-text: #fff; --accent-soft: #24233d; --link: #a6a1ff;
    --up: #3fb27a; --up-soft: #14291f; --up-text: #6dd6a3;
    --late: #d9992e; --late-soft: #2d2313; --late-text: #f0bd62;
    --down: #ee5c68; --down-soft: #35191d; --down-text: #ff8d96;
    --new: #6b95ec; --new-soft: #18233a; --new-text: #9dbcfb;
    --paused: #83848f; --paused-soft: #24242b; --paused-text: #b3b4be;
    --on-status: #101014;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--bg); color: var(--text);
  font: 14px/1.5 var(--sans); font-feature-settings: "tnum"; -webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, ul, ol, dl, dd, fieldset, pre, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
fieldset { border: 0; min-width: 0; }
h1 { font-size: 22px; line-height: 1.25; font-weight: 620; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { font-size: 15px; line-height: 1.35; font-weight: 600; letter-spacing: -.005em; }
h3 { font-size: 13px; font-weight: 600; }
a { color: var(--link); text-decoration: none; text-underline-offset: 2px; }
a:hover { text-decoration: underline; }
code, pre, .mono { font-family: var(--mono); font-size: 12.5px; }
svg { display: block; flex: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.skip { position: absolute; left: -999px; top: 8px; padding: 8px 12px; background: var(--surface); z-index: 9; }
.skip:focus { left: 8px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.quiet { color: var(--quiet); }
.soft { color: var(--soft); }
time { white-space: nowrap; }

/* The shell */
.wrap { width: 100%; max-width: 1120px; margin: 0 auto; padding: 0 24px; }
.top { background: var(--surface); border-bottom: 1px solid var(--line); }
.top .wrap { display: flex; align-items: center; gap: 24px; height: 56px; }
.brand { display: flex; align-items: center; gap: 9px; color: var(--text); font-weight: 650; font-size: 15px; letter-spacing: -.01em; }
.brand:hover { text-decoration: none; }
.brand svg { color: var(--accent); }
.top nav { display: flex; gap: 2px; }
.top nav a { color: var(--soft); padding: 5px 10px; border-radius: 7px; font-weight: 500; }
.top nav a:hover { background: var(--sunken); text-decoration: none; color: var(--text); }
.top nav a[aria-current] { color: var(--text); background: var(--sunken); }
.place { margin-left: auto; color: var(--quiet); font-size: 12.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
main.wrap { flex: 1; padding-top: 28px; padding-bottom: 56px; }
.foot { border-top: 1px solid var(--line); color: var(--quiet); font-size: 12.5px; }
.foot .wrap { display: flex; flex-wrap: wrap; gap: 4px 20px; padding-top: 16px; padding-bottom: 20px; }
.foot .wrap > :last-child { margin-left: auto; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 16px; margin-bottom: 20px; }
.head .actions { margin-left: auto; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.crumb { font-size: 13px; color: var(--quiet); margin-bottom: 8px; }
.crumb a { color: var(--soft); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
.card > header { display: flex; align-items: center; gap: 12px; padding: 14px 18px 0; }
.card > header > :nth-child(2) { margin-left: auto; }
.card .body { padding: 14px 18px 18px; }
.stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
.stack:empty { display: none; }

/* Statuses */
.icon { width: 16px; height: 16px; fill: none; stroke: var(--on-status); stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.icon .fill { fill: currentColor; stroke: none; }
.icon .ring { stroke: currentColor; stroke-width: 1.6; }
.icon .solid { fill: currentColor; stroke: none; }
.icon.new path { stroke: currentColor; stroke-width: 3; }
.icon.new .ring { stroke-dasharray: 2.6 2.27; }
.icon.up { color: var(--up); } .icon.down { color: var(--down); } .icon.late { color: var(--late); }
.icon.new { color: var(--new); } .icon.paused { color: var(--paused); } .icon.running { color: var(--accent); }
.badge { display: inline-flex; align-items: center; gap: 6px; font-weight: 560; white-space: nowrap; }
.badge .icon { width: 15px; height: 15px; }
.badge.up { color: var(--up-text); } .badge.down { color: var(--down-text); } .badge.late { color: var(--late-text); }
.badge.new { color: var(--new-text); } .badge.paused { color: var(--paused-text); } .badge.running { color: var(--link); }
.pill { padding: 3px 10px 3px 7px; border-radius: 99px; background: var(--paused-soft); }
.pill.up { background: var(--up-soft); } .pill.down { background: var(--down-soft); } .pill.late { background: var(--late-soft); }
.pill.new { background: var(--new-soft); } .pill.running { background: var(--accent-soft); }
.strip .success { fill: var(--up); } .strip .fail { fill: var(--down); } .strip .start { fill: var(--accent); opacity: .55; }
.strip .missed { fill: var(--down); } .strip .timed_out { fill: var(--late); } .strip .none { fill: var(--line); }

/* Controls */
button, .button, input, select, textarea { font: inherit; color: inherit; }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 7px; height: 34px; padding: 0 13px; border-radius: 8px;
  border: 1px solid var(--line-strong); background: var(--raised); color: var(--text); font-weight: 530; cursor: pointer;
  white-space: nowrap; box-shadow: var(--shadow);
}
button:hover, .button:hover { background: var(--hover); text-decoration: none; }
.button.primary, button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
.button.primary:hover, button.primary:hover { filter: brightness(1.08); }
.button.danger, button.danger { color: var(--down-text); }
button.danger.primary { background: var(--down); border-color: var(--down); color: #fff; }
button.small, .button.small { height: 28px; padding: 0 10px; font-size: 13px; }
input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea {
  width: 100%; height: 36px; padding: 0 11px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); box-shadow: var(--shadow);
}
textarea { display: block; height: auto; padding: 8px 11px; resize: vertical; font-family: var(--mono); font-size: 13px; line-height: 1.55; }
input::placeholder, textarea::placeholder { color: var(--quiet); opacity: .8; }
input:focus, select:focus, textarea:focus { outline: 2px solid var(--accent); outline-offset: -1px; border-color: transparent; }
input[type=checkbox], input[type=radio] { width: 16px; height: 16px; margin: 0; accent-color: var(--accent); flex: none; }
[aria-invalid=true]:not(:focus) { border-color: var(--down) !important; }
.notice { display: flex; gap: 10px; align-items: flex-start; padding: 11px 14px; margin-bottom: 20px; border-radius: var(--radius); border: 1px solid var(--line); background: var(--surface); }
.notice .icon { margin-top: 2.5px; }
.notice.good { background: var(--up-soft); border-color: transparent; color: var(--up-text); }
.notice.bad { background: var(--down-soft); border-color: transparent; color: var(--down-text); }
.notice ul { margin-top: 4px; }
.notice a { color: inherit; text-decoration: underline; }
.empty { text-align: center; padding: 56px 24px; }
.empty p { max-width: 52ch; margin: 8px auto 20px; color: var(--soft); }

/* The overview */
.totals { display: grid; grid-template-columns: repeat(6, 1fr); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); margin-bottom: 16px; overflow: hidden; }
.totals a { padding: 12px 16px 11px; color: inherit; border-left: 1px solid var(--line); position: relative; }
.totals li:first-child a { border-left: 0; }
.totals a { display: block; }
.totals a:hover { background: var(--hover); text-decoration: none; }
.totals a:focus-visible { outline-offset: -3px; border-radius: 9px; }
.totals [aria-current]::after { content: ""; position: absolute; left: 0; right: 0; bottom: 0; height: 2px; background: var(--accent); }
.totals b { display: block; font-size: 22px; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; }
.totals span { display: flex; align-items: center; gap: 6px; color: var(--soft); font-size: 13px; }
.totals .icon { width: 14px; height: 14px; }
.totals .zero b { color: var(--quiet); font-weight: 500; }
.totals .zero .icon { opacity: .45; }
.filter { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 12px; }
.filter .search { position: relative; flex: 1 1 240px; max-width: 340px; }
.filter .search svg { position: absolute; left: 11px; top: 10px; color: var(--quiet); pointer-events: none; }
.filter .search input { padding-left: 34px; }
.filter .count { margin-left: auto; color: var(--quiet); font-size: 13px; }
.tag { display: inline-block; max-width: 22ch; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; padding: 0 7px; border-radius: 5px; background: var(--tag); color: var(--soft); font-size: 12px; line-height: 19px; white-space: nowrap; }
a.tag:hover { background: var(--accent-soft); color: var(--link); text-decoration: none; }
.chip { display: inline-flex; align-items: center; gap: 6px; height: 28px; padding: 0 10px; border-radius: 99px; background: var(--accent-soft); color: var(--link); font-size: 13px; font-weight: 500; max-width: 30ch; }
.chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list { width: 100%; border-collapse: collapse; table-layout: fixed; }
.list th { text-align: left; font-size: 12px; font-weight: 500; color: var(--quiet); padding: 9px 12px; border-bottom: 1px solid var(--line); }
.list td { padding: 10px 12px; border-top: 1px solid var(--line); vertical-align: middle; }
.list tbody tr:first-child td { border-top: 0; }
.list tbody tr { position: relative; }
.list tbody tr:hover { background: var(--hover); }
.list th:first-child, .list td:first-child { padding-left: 18px; }
.list th:last-child, .list td:last-child { padding-right: 18px; }
.list .c-status { width: 116px; } .list .c-recent { width: 146px; } .list .c-last { width: 124px; } .list .c-next { width: 164px; }
.list .name { display: block; font-weight: 560; color: var(--text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .name::before { content: ""; position: absolute; inset: 0; }
.list .about { display: flex; gap: 6px; align-items: center; min-width: 0; color: var(--quiet); font-size: 13px; }
.list .tags { display: flex; gap: 5px; flex: none; }
.list .about > span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 6ch; }
.list .tag, .list time { position: relative; }
.list td .badge + .badge { display: flex; font-size: 12px; margin-top: 1px; }
.list td .badge + .badge .icon { width: 13px; height: 13px; margin: 0 1px; }
.list .down .c-next, .list .down .c-next time { color: var(--down-text); font-weight: 530; }
.list .late .c-next time { color: var(--late-text); font-weight: 530; }
.list .paused .strip { opacity: .45; }
.pager { display: flex; align-items: center; gap: 8px; padding: 12px 18px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }
.pager .actions { margin-left: auto; }

/* The page of a monitor */
.two { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 16px; align-items: start; }
.state { font-size: 15px; color: var(--soft); margin: -12px 0 18px; }
.pingurl { display: flex; gap: 8px; align-items: center; }
.pingurl code { flex: 1; min-width: 0; padding: 8px 11px; border-radius: 8px; background: var(--sunken); overflow-x: auto; white-space: nowrap; scrollbar-width: none; }
.tabs { margin-top: 14px; }
.tabs > input { position: absolute; opacity: 0; pointer-events: none; }
.tabs > label { display: inline-block; padding: 4px 10px; margin-right: 2px; border-radius: 7px; font-size: 13px; font-weight: 500; color: var(--soft); cursor: pointer; }
.tabs > label:hover { color: var(--text); }
.tabs > input:checked + label { background: var(--sunken); color: var(--text); }
.tabs > input:focus-visible + label { outline: 2px solid var(--accent); }
.tabs > .tab { display: none; }
.tabs > input:nth-of-type(1):checked ~ .tab:nth-of-type(1), .tabs > input:nth-of-type(2):checked ~ .tab:nth-of-type(2),
.tabs > input:nth-of-type(3):checked ~ .tab:nth-of-type(3), .tabs > input:nth-of-type(4):checked ~ .tab:nth-of-type(4) { display: block; }
.code { position: relative; margin-top: 8px; }
.code pre { padding: 12px 14px; border-radius: 8px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; }
.code .copy { position: absolute; top: 7px; right: 7px; }
.code:has(.copy:not([hidden])) pre { padding-right: 76px; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px 16px; font-size: 13px; }
.facts dt { color: var(--quiet); }
.facts dd { text-align: right; overflow-wrap: anywhere; }
.facts .wide { grid-column: 1 / -1; text-align: left; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 20px; }
.toolbar .far { display: flex; gap: 8px; margin-left: auto; }
.joined { display: flex; }
.joined > * + * , .joined > * + * > button { margin-left: -1px; }
.joined > :not(:last-child) button { border-top-right-radius: 0; border-bottom-right-radius: 0; }
.joined > :not(:first-child) button, .joined > .button { border-top-left-radius: 0; border-bottom-left-radius: 0; }

/* Forms */
.form { display: grid; grid-template-columns: minmax(0, 1fr) 320px; gap: 16px; align-items: start; }
.form aside { position: sticky; top: 16px; }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px 16px; padding: 18px; }
.fields > .all { grid-column: 1 / -1; }
.field > label, .field > .label, .legend { display: block; font-weight: 560; margin-bottom: 6px; padding: 0; }
.field .hint { color: var(--quiet); font-size: 12.5px; margin-top: 5px; }
.field .error { color: var(--down-text); font-size: 13px; margin-top: 5px; }
.check { display: flex; gap: 10px; align-items: flex-start; }
.check input { margin-top: 3px; }
.check label { font-weight: 500; margin: 0; }
.kinds { display: inline-flex; gap: 2px; padding: 3px; border-radius: 9px; background: var(--sunken); margin-bottom: 10px; }
.kinds label { position: relative; padding: 4px 12px; border-radius: 7px; font-weight: 500; font-size: 13px; color: var(--soft); cursor: pointer; }
.kinds input { position: absolute; opacity: 0; }
.kinds label:has(:checked) { background: var(--raised); color: var(--text); box-shadow: 0 1px 2px rgb(20 20 40 / .14); }
.kinds label:has(:focus-visible) { outline: 2px solid var(--accent); }
form:has([value=every]:checked) .only-cron, form:has([value=cron]:checked) .only-every { display: none; }
.group + .group { border-top: 1px solid var(--line); }
.group > summary { display: flex; align-items: center; gap: 10px; padding: 13px 18px; cursor: pointer; font-weight: 560; list-style: none; border-radius: var(--radius); }
.group > summary::-webkit-details-marker { display: none; }
.group > summary::before { content: ""; width: 6px; height: 6px; border: solid var(--quiet); border-width: 0 1.6px 1.6px 0; transform: rotate(-45deg); transition: transform .12s; }
.group[open] > summary::before { transform: rotate(45deg) translate(-1px, -1px); }
.group > summary span { margin-left: auto; color: var(--quiet); font-weight: 400; font-size: 13px; }
.group > .fields { border-top: 1px solid var(--line); }
.bar { display: flex; gap: 8px; align-items: center; margin-top: 16px; }
.next { margin-top: 12px; border-top: 1px solid var(--line); }
.next li { display: flex; justify-content: space-between; gap: 12px; padding: 7px 0; border-bottom: 1px solid var(--line); font-size: 13px; }
.next li:last-child { border-bottom: 0; padding-bottom: 0; }
.narrow { max-width: 620px; }

@media (max-width: 900px) {
  .two, .form { grid-template-columns: minmax(0, 1fr); }
  .form aside { position: static; }
}
@media (max-width: 820px) {
  .list thead { display: none; }
  .list, .list tbody { display: block; }
  .list tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 3px 12px; padding: 12px 16px; border-top: 1px solid var(--line); }
  .list tbody tr:first-child { border-top: 0; }
  .list tbody td { display: block; padding: 0 !important; border: 0; width: auto !important; }
  .list .c-name { grid-row: 1; grid-column: 1; }
  .list .c-status { grid-row: 1; grid-column: 2; text-align: right; }
  .list .about { flex-wrap: wrap; gap: 3px 6px; }
  .list .about > span:first-child { flex-basis: 100%; }
  .list .c-last { grid-row: 2; grid-column: 1; color: var(--quiet); font-size: 13px; }
  .list .c-last::before { content: "last ping "; }
  .list .c-next { grid-row: 2; grid-column: 2; text-align: right; font-size: 13px; }
  .list .c-recent { display: block; grid-row: 3; grid-column: 1 / -1; padding-top: 4px !important; }
}
@media (max-width: 640px) {
  .wrap { padding: 0 16px; }
  main.wrap { padding-top: 20px; }
  .top .wrap { gap: 12px; }
  .place { display: none; }
  .top .button { margin-left: auto; }
  .totals { grid-template-columns: repeat(3, 1fr); }
  .totals li:nth-child(3n + 1) a { border-left: 0; }
  .totals li:nth-child(n + 4) a { border-top: 1px solid var(--line); }
  .fields { grid-template-columns: minmax(0, 1fr); }
  .filter .search { max-width: none; }
  .toolbar .far { margin-left: 0; }
  /* A smaller font would make phones zoom in. */
  input:not([type=checkbox], [type=radio], [type=hidden]), textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
