/**
 * The colours and forms of everything that is drawn. Colours come by custom properties, so that light and dark differ in
 * those alone; nothing is told by a colour that is not told by a form or a word as well.
 */
export const chartStyles = `
:root {
  --chart-up: #2f9e6e; --chart-down: #d6453d; --chart-late: #c98a11; --chart-idle: #8b93a1;
  --chart-ink: #4b5563; --chart-faint: #e7e9ee; --chart-surface: #fff; --chart-accent: #4461d7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --chart-up: #3fb983; --chart-down: #f0655d; --chart-late: #e0a836; --chart-idle: #7d8695;
    --chart-ink: #a7b0be; --chart-faint: #262c36; --chart-surface: #14181f; --chart-accent: #8ba0ff;
  }
}
.strip { display: block; max-width: 100%; }
.mark-none { fill: var(--chart-faint); }
.mark-success { fill: var(--chart-up); }
.mark-start { fill: var(--chart-idle); }
.mark-fail { fill: var(--chart-down); }
.mark-cross { fill: none; stroke: var(--chart-surface); stroke-width: 1.5; stroke-linecap: round; }
.mark-missed { fill: none; stroke: var(--chart-down); stroke-width: 1.5; }
.mark-timed-out { fill: var(--chart-down); fill-opacity: .55; stroke: var(--chart-down); stroke-width: 1.5; }
`;
