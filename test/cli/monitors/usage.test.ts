import { commands } from '../../../lib/cli/monitors/commands.ts';
import { MonitorsWorld } from '../../support/monitors-cli.ts';

test.each<[string[], RegExp]>([
  [[], /no command is given; downbeat monitors --help shows which there are/],
  [['jump'], /there is no such command/],
  [['constructor'], /there is no such command/],
  [['list', 'backup'], /too many arguments; options begin with --/],
  [['list', '--limit', '0'], /--limit is not allowed; give a whole number from 1/],
  [['list', '--status', 'ill'], /--status is not right: allowed are new, up, late, down and paused/],
  [['list', '--query', ''], /--query is not right/],
  [['list', '--tag', 'two words'], /--tag is not right: .*without spaces/],
  [['list', '--colour'], /--colour is not known/],
  [['show'], /no monitor is given; name its id/],
  [['show', 'a', 'b'], /too many arguments; give one id/],
  [['show', 'Nightly Backup'], /that is not the id of a monitor; allowed are/],
  [['show', 'backup-0123456789abcdefghjkmnpqrstvwxyz-0123456789abcdef'], /that is not the id/],
  [['pause', 'a', '--for', '2 fortnights'], /--for is not allowed; give a duration such as 2h .*up to 366d/],
  [['pause', 'a', '--for', '0s'], /--for is not allowed/],
  [['pause', 'a', '--for', '367d'], /--for is not allowed/],
  [['pause', 'a', '--until', 'tomorrow'], /--until is not right: .*an instant/],
  [['pause', 'a', '--until', '2026-11-20T06:00:00Z', '--for', '2h'], /say the same thing; give one/],
  [['rotate', 'a', '--overlap', '31d'], /--overlap is not allowed; .*up to 30d/],
  [['delete', 'a'], /there is no terminal to ask on; add --yes/],
  [['pings', 'a', '--kind', 'ping'], /--kind is not right: allowed is one of success/],
  [['pings', 'a', '--from', '2026-11-20'], /--from is not right/],
  [
    ['flips', 'a', '--from', '2026-11-20T06:00:00Z', '--to', '2026-11-20T06:00:00Z'],
    /--to is not right: .*after from/,
  ],
  [['export', 'a', '--format', 'xml'], /--format is not right: allowed is one of csv, json, ndjson/],
  [['export', 'a', '--format', 'toString'], /--format is not right/],
  [['apply'], /no file is given; add -f monitors.yaml, or -f - for stdin/],
  [['apply', '-f'], /--file needs a value/],
  [['apply', '-f', 'm.yaml'], /there is no terminal to ask on; add --yes/],
  [['apply', '-f', 'm.yaml', '--plan', '--yes'], /--plan writes nothing and asks nothing/],
  [['list', '--url', 'downbeat.example.com'], /the host is not a URL/],
  [['list', '--url', 'https://user:secret@downbeat.example.com'], /has more than a host and a path/],
  [['list', '--url', 'https://downbeat.example.com/?x=1'], /has more than a host and a path/],
  [['list', '--url', 'https://downbeat.example.com', '--region', 'eu north'], /the region is not one/],
])('downbeat monitors %j is wrong usage', async (args, reason) => {
  const world = new MonitorsWorld();
  expect(await world.monitors(...args)).toBe(2);
  expect(world.errors).toMatch(reason);
  expect(world.errors).toMatch(/^downbeat: .+\nUsage: downbeat monitors .+\n$/);
  expect(world.output).toBe('');
  expect(world.requests).toEqual([]);
});

test('a file from stdin is no terminal to ask on', async () => {
  const world = new MonitorsWorld();
  world.terminal = true;
  expect(await world.monitors('apply', '-f', '-')).toBe(2);
  expect(world.errors).toContain('add --yes');
});

test('without a host it is said where to name one', async () => {
  const world = new MonitorsWorld();
  world.environment = {};
  expect(await world.monitors('list')).toBe(2);
  expect(world.errors).toContain('no host is given; add --url https://… or set DOWNBEAT_URL');
});

test.each([[[]], ...Object.keys(commands).map((name) => [[name]])])(
  'the help of downbeat monitors %j tells its options and exit codes, and fits a terminal',
  async (args) => {
    const world = new MonitorsWorld();
    expect(await world.monitors(...args, '--help')).toBe(0);
    expect(world.output).toMatch(/^Usage: downbeat monitors /);
    expect(world.output).toMatch(/--profile NAME[\s\S]*Exit codes:\n {2}0 +done/);
    const named = Object.keys(commands[args[0] ?? '']?.options ?? {});
    for (const option of named) expect(world.output).toContain(`--${option}`);
    expect(Math.max(...world.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  },
);
