import { readFileSync } from 'node:fs';
import { CliWorld, key } from '../support/cli.ts';

const url = `https://downbeat.invalid/ping/${key}`;
const environment = { DOWNBEAT_PING_URL: url };

/** A world in which nothing may be sent or started. */
function untouched(variables: Record<string, string> = {}): CliWorld {
  const refuse = () => {
    throw new Error('Wrong usage sends and starts nothing.');
  };
  return Object.assign(new CliWorld(), { environment: variables, send: refuse, spawn: refuse });
}

test.each<[string[], RegExp, Record<string, string>?]>([
  [[], /no command is given; it is run, ping, monitors, discover, redrive or dashboard/],
  [['jump'], /there is no such command; it is run, ping, monitors, discover, redrive or dashboard/],
  [['run'], /no command is given; put it behind --/, environment],
  [['run', url], /no command is given; put it behind --/],
  [['run', url, '--'], /no command is given; put it behind --/],
  [['run', url, 'backup.sh'], /no command is given; put it behind --/],
  [['run', '--', 'true'], /no key is given; name a key or a ping URL, or set DOWNBEAT_PING_URL/],
  [['run', '--', 'true'], /no key is given/, { DOWNBEAT_PING_URL: '' }],
  [['run', 'short', '--', 'true'], /neither a key nor a ping URL/],
  [['run', key, '--', 'true'], /a key needs a host; add --host/],
  [['run', key, '--host', 'downbeat.invalid', '--', 'true'], /the host is not a URL/],
  [['run', url, '--host', 'https://downbeat.invalid', '--', 'true'], /--host goes with a key/],
  [['run', 'https://downbeat.invalid/', '--', 'true'], /the ping URL has no key/],
  [['run', `http:/${key}`, '--', 'true'], /the ping URL cannot be read/],
  [['run', url, '--max-output', '10001', '--', 'true'], /--max-output is not allowed; give .* 0 to 10000/],
  [['run', url, '--max-output', '1e3', '--', 'true'], /--max-output is not allowed/],
  [['run', url, '--max-output', '-5', '--', 'true'], /--max-output needs a value/],
  [['run', url, '--max-output', '--', 'true'], /--max-output needs a value/],
  [['run', url, '--rid=1', '--', 'true'], /--rid takes no value/],
  [['run', url, '--verbose', '--', 'true'], /--verbose is not known; --help shows the options/],
  [['run', `--${key}`, '--', 'true'], /an option is not known/],
  [['ping'], /no key is given/],
  [['ping', 'fail'], /no key is given/],
  [['ping', url, 'finished'], /the action is not known; allowed are start, fail, log and an exit status/],
  [['ping', url, '256'], /the action is not known/],
  [['ping', url, 'log', 'hello'], /too many arguments; put a message/],
  [['ping', url, '--rid', 'abc'], /--rid is not a UUID; make one with uuidgen/],
  [['ping', url, '-x'], /-x is not known/],
])('downbeat %j is wrong usage', async (args, reason, variables = {}) => {
  const world = untouched(variables);
  expect(await world.downbeat(...args)).toBe(2);
  expect(world.errors).toMatch(reason);
  expect(world.errors).toMatch(/^downbeat: .+\nUsage: downbeat .+\n$/);
  expect(world.errors).not.toContain(key);
  expect(world.output).toBe('');
});

test.each([
  [['--help'], /downbeat run .*\n.*downbeat ping/],
  [['run', '--help'], /Exit codes: that of the command/],
  [['run', '-h', '--', 'true'], /DOWNBEAT_PING_URL/],
  [['ping', '--help'], /1 +it was not/],
])('downbeat %j shows help', async (args, text) => {
  const world = untouched();
  expect(await world.downbeat(...args)).toBe(0);
  expect(world.output).toMatch(text);
  expect(world.errors).toBe('');
});

test('help fits a terminal', async () => {
  const world = untouched();
  for (const args of [['--help'], ['run', '--help'], ['ping', '--help']]) await world.downbeat(...args);
  expect(Math.max(...world.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('the version is that of the package', async () => {
  const world = untouched();
  expect(await world.downbeat('--version')).toBe(0);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(world.output).toBe(`${version}\n`);
});
