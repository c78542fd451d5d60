/**
 * The style of what a monitor's page tells of its history: graphs, and tables. Graphs are as wide as their place: what
 * stands in them is placed in percent across, and in pixels down.
 */
export const sectionStyles = `
.card > header { flex-wrap: wrap; }
.nothing { color: var(--soft); }

/* Graphs */
.chart { display: block; overflow: visible; width: calc(100% - 52px); margin: 20px 4px 30px 48px; }
.chart text { font-size: 11px; fill: var(--quiet); }
.chart .y { text-anchor: end; }
.chart .limit text, .chart .beyond text { paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; }
.chart .x { text-anchor: middle; }
.chart .rule { stroke: var(--line); shape-rendering: crispEdges; }
.chart .tick line { stroke: var(--line-strong); shape-rendering: crispEdges; }
.key { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 18px; margin-top: 4px; color: var(--soft); font-size: 12.5px; }
.key li { display: inline-flex; align-items: center; gap: 7px; }
.key svg { width: 14px; height: 14px; overflow: visible; }
.key b { font-weight: 560; color: var(--text); }
.key .zone { margin-left: auto; color: var(--quiet); }

/* Run times */
.figures { display: flex; flex-wrap: wrap; gap: 4px 26px; }
.figures div { display: flex; align-items: baseline; gap: 7px; }
.figures dt { color: var(--quiet); font-size: 12.5px; }
.figures dd { font-weight: 600; }
.run-line { fill: none; stroke: var(--accent); stroke-opacity: .35; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
circle.run { r: 3px; fill: var(--accent); stroke: transparent; stroke-width: 9px; }
.many circle.run { r: 2px; fill-opacity: .7; stroke-width: 4px; }
.run path { fill: none; stroke: var(--down); stroke-width: 2; stroke-linecap: round; }
.run .arrow { fill: var(--accent); stroke: none; }
.run.fail .arrow { fill: var(--down); }
.marks .run:hover { r: 5px; }
.limit line { stroke: var(--late); stroke-width: 1.25; stroke-dasharray: 5 4; }
.chart .limit text { text-anchor: end; fill: var(--late-text); font-weight: 560; }
.chart .beyond text { fill: var(--text); font-weight: 560; }
.chart .before { text-anchor: end; }
.as-table { margin-top: 12px; font-size: 13px; }
.as-table summary { color: var(--quiet); cursor: pointer; width: fit-content; }
.as-table summary:hover { color: var(--text); }
.as-table[open] table { margin-top: 8px; }
.as-table table { border-collapse: collapse; }
.as-table caption { text-align: left; color: var(--quiet); padding-bottom: 6px; }
.as-table th { text-align: left; font-weight: 500; color: var(--quiet); }
.as-table th, .as-table td { padding: 3px 28px 3px 0; }
.number { text-align: right; }

/* Uptime */
.ranges { display: grid; grid-template-columns: repeat(4, 1fr); border: 1px solid var(--line); border-radius: 9px; overflow: hidden; }
.ranges a { display: grid; padding: 10px 14px; color: var(--soft); border-left: 1px solid var(--line); position: relative; }
.ranges a:first-child { border-left: 0; }
.ranges a:hover { background: var(--hover); text-decoration: none; }
.ranges a:focus-visible { outline-offset: -3px; }
.ranges span { font-size: 12.5px; }
.ranges b { font-size: 19px; line-height: 1.3; font-weight: 600; letter-spacing: -.02em; color: var(--text); }
.ranges small { font-size: 12px; color: var(--quiet); }
.ranges [aria-current] { background: var(--accent-soft); }
.ranges [aria-current] span { color: var(--link); font-weight: 560; }
.timeline { width: 100%; margin: 20px 0 30px; }
.ground { stroke: var(--line-strong); stroke-dasharray: 1 4; stroke-linecap: round; }
.stretch.up { fill: var(--up); }
.stretch.down { fill: url(#hatch-down); stroke: var(--down); stroke-width: 1.5; }
.stretch.late { fill: url(#hatch-late); stroke: var(--late); }
.stretch.paused { fill: url(#hatch-paused); stroke: var(--paused); }
.stretch.new { fill: var(--new); }
.base.down { fill: var(--down); } .base.late { fill: var(--late); } .base.paused { fill: var(--paused); }
.over { stroke: var(--surface); stroke-opacity: .4; stroke-width: 3; }
.dot { fill: var(--surface); fill-opacity: .7; }
.outages { margin-top: 14px; border-top: 1px solid var(--line); }
.outages li { display: flex; flex-wrap: wrap; gap: 2px 14px; padding: 8px 0; border-bottom: 1px solid var(--line); font-size: 13px; }
.outages li:last-child { border-bottom: 0; padding-bottom: 0; }
.outages b { font-weight: 560; color: var(--down-text); min-width: 12ch; }
.outages .when { color: var(--soft); }
.outages .why { margin-left: auto; color: var(--quiet); }
.fared .nothing, .outages + p { margin-top: 12px; font-size: 13px; }

/* Check-ins */
.choice { display: flex; flex-wrap: wrap; gap: 2px; padding: 3px; border-radius: 9px; background: var(--sunken); }
.choice a { padding: 2px 10px; border-radius: 7px; font-weight: 500; font-size: 13px; color: var(--soft); }
.choice a:hover { color: var(--text); text-decoration: none; }
.choice [aria-current] { background: var(--raised); color: var(--text); box-shadow: 0 1px 2px rgb(20 20 40 / .14); }
.rows { width: 100%; border-collapse: collapse; font-size: 13px; margin-top: 10px; }
.rows th { text-align: left; font-size: 12px; font-weight: 500; color: var(--quiet); padding: 6px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.rows th.number { text-align: right; }
.rows td { padding: 8px 10px; border-top: 1px solid var(--line); vertical-align: top; }
.rows tbody tr:first-child td { border-top: 0; }
.rows tbody tr:hover { background: var(--hover); }
.rows th:first-child, .rows td:first-child { padding-left: 18px; }
.rows th:last-child, .rows td:last-child { padding-right: 18px; }
.rows .number { white-space: nowrap; }
.kind { display: inline-flex; align-items: center; gap: 5px; font-weight: 560; white-space: nowrap; }
.kind svg { width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.kind .solid { fill: currentColor; }
.kind.success { color: var(--up-text); } .kind.fail { color: var(--down-text); } .kind.start { color: var(--link); }
.kind.log, .kind.ignored { color: var(--paused-text); }
.said { overflow-wrap: anywhere; }
.said p { margin-bottom: 3px; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.label { display: inline-block; margin: 0 5px 2px 0; padding: 0 6px; border-radius: 5px; background: var(--sunken); color: var(--quiet); font-size: 12px; line-height: 19px; overflow-wrap: anywhere; }
.label b { font-weight: 500; color: var(--soft); }
.output { white-space: nowrap; }
.from { max-width: 20ch; color: var(--soft); }
.from span, .from small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.from small, .flips small { font-size: 12px; color: var(--quiet); }
.pages, .exports { display: flex; align-items: center; gap: 8px; }
.exports { margin-left: auto; white-space: nowrap; }

/* One check-in */
.ping { display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 8px 16px; font-size: 13px; }
.ping dt { color: var(--quiet); }
.ping dd { overflow-wrap: anywhere; }
.printed { padding: 12px 14px; border-radius: 8px; background: var(--sunken); overflow-x: auto; line-height: 1.6; max-height: 70vh; tab-size: 4; }
.printed + .quiet { margin-top: 10px; font-size: 13px; }

/* Changes of status */
.flips { padding: 4px 18px 8px; font-size: 13px; }
.flips li { display: grid; grid-template-columns: 150px minmax(0, 1fr) auto 70px; gap: 4px 16px; padding: 8px 0; border-top: 1px solid var(--line); }
.flips li:first-child { border-top: 0; }
.flips small { display: block; }
.flips .change { display: flex; align-items: center; gap: 6px; align-self: start; }
.flips .when { text-align: right; }
.flips .told { text-align: right; color: var(--quiet); }

@media (max-width: 640px) {
  .fared > header > p { margin-left: 0; }
  .choice a { padding: 2px 7px; font-size: 12.5px; }
  .chart .spare { display: none; }
  .ranges { grid-template-columns: repeat(2, 1fr); }
  .ranges a:nth-child(3) { border-left: 0; }
  .ranges a:nth-child(n + 3) { border-top: 1px solid var(--line); }
  .outages .why { margin-left: 0; }
  .rows thead { display: none; }
  .rows, .rows tbody { display: block; }
  .rows tbody tr { display: flex; flex-wrap: wrap; gap: 3px 12px; padding: 10px 18px; border-top: 1px solid var(--line); }
  .rows tbody tr:first-child { border-top: 0; }
  .rows td, .rows td:first-child, .rows td:last-child { padding: 0; border: 0; }
  .rows td:nth-child(3) { flex: 1 0 50%; text-align: right; color: var(--soft); }
  .rows [data-head]::before { content: attr(data-head) " "; color: var(--quiet); }
  .rows .said, .rows .from { flex: 0 0 100%; min-width: 0; max-width: none; }
  .rows td:empty { display: none; }
  .flips li { grid-template: 'change when' auto 'why told' auto / minmax(0, 1fr) auto; }
  .flips .change { grid-area: change; } .flips .when { grid-area: when; } .flips .why { grid-area: why; } .flips .told { grid-area: told; }
  .ping { grid-template-columns: 90px minmax(0, 1fr); }
}
`;
