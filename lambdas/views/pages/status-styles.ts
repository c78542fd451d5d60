/** The colours of pages, as custom properties: the same names in light and in dark. A status is never told by its colour alone. */
export const lightColours = `
  --bg: #f7f7f8; --surface: #fff; --raised: #fff; --sunken: #f1f1f4; --hover: #f9f9fc; --tag: #f0f0f4;
  --line: #e4e4ea; --line-strong: #d0d0da;
  --text: #1b1b22; --soft: #55565f; --quiet: #6b6c78;
  --accent: #4b45c6; --accent-text: #fff; --accent-soft: #eeedfb; --link: #423cb8;
  --up: #1c8352; --up-soft: #e5f4ec; --up-text: #12683f;
  --late: #b36b00; --late-soft: #fdf1dc; --late-text: #8a4f00;
  --down: #d0313f; --down-soft: #fdeaec; --down-text: #ad1f2d;
  --new: #3f6fd1; --new-soft: #e8effc; --new-text: #2a55ad;
  --paused: #74757f; --paused-soft: #ededf1; --paused-text: #55565f;
  --on-status: #fff; --danger: #c92c3a;
  --shadow: 0 1px 2px rgb(20 20 40 / .05);
`.trim();

export const darkColours = `
  --bg: #101014; --surface: #17171c; --raised: #1d1d24; --sunken: #121217; --hover: #1b1b22; --tag: #24242c;
  --line: #292932; --line-strong: #3a3a46;
  --text: #ececf1; --soft: #b3b4be; --quiet: #8b8c98;
  --accent: #6861ec; --accent-text: #fff; --accent-soft: #24233d; --link: #a6a1ff;
  --up: #3fb27a; --up-soft: #14291f; --up-text: #6dd6a3;
  --late: #d9992e; --late-soft: #2d2313; --late-text: #f0bd62;
  --down: #ee5c68; --down-soft: #35191d; --down-text: #ff8d96;
  --new: #6b95ec; --new-soft: #18233a; --new-text: #9dbcfb;
  --paused: #83848f; --paused-soft: #24242b; --paused-text: #b3b4be;
  --on-status: #101014; --danger: #cc3846;
  --shadow: none;
`.trim();

/** How icons, badges and strips look, in these colours. */
export const statusStyles = `
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
.strip .success { fill: var(--up); } .strip .fail { fill: var(--down); } .strip .start { fill: var(--link); opacity: .55; }
.strip .missed { fill: var(--down); } .strip .timed_out { fill: var(--late); } .strip .none { fill: var(--line); }
`.trim();
