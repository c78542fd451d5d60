import { channel } from 'node:diagnostics_channel';
import { PassThrough } from 'node:stream';
import { types } from 'node:util';
import { type Loggers, LogWatch } from './log-watch.ts';
import { loggedLines } from './logged.ts';

const secret = '0123456789abcdefghjk';
const key = `backup-${secret}`;
const uuid = '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0';

let watch: LogWatch;
beforeEach(() => {
  watch = new LogWatch();
});

test.each([
  ['a key', `no monitor ${key}`],
  ['a key in a path', `GET /ping/${key}/start?rid=${uuid}`],
  ['a key in JSON', JSON.stringify({ ping_url: `https://api.example/${key}` })],
  ['a secret without its id', `GET /api/v1/monitor/backup/push/${secret}`],
  ['a key of slug pings', 'GET /ping/0123456789abcdefghjkmnpq/backup'],
  ['a UUID in a path', `GET /ping/${uuid}/fail`],
  ['a UUID in a path, in capitals', `GET /${uuid.toUpperCase()}`],
])('%s is a leak', (_what, text) => {
  watch.add({ by: 'somebody', text });
  expect(watch.leaks()).toEqual([expect.stringContaining('somebody tells a key: ')]);
});

test.each([
  ['an id', 'DeadlineNotChecked {"monitorId":"backup-of-the-customer-data"}'],
  ['the id of a run', `GET /ping/[key]/start?rid=${uuid}`],
  ['a hash', '/asset.4a59c3d2e1f00123456789abcdef0123456789abcdef'],
  ['a text of 21 such characters', `backup-${secret}0`],
])('%s is none', (_what, text) => {
  watch.add({ by: 'somebody', text });
  expect(watch.leaks()).toEqual([]);
});

test('a key that is known is a leak whatever it looks like, also when it becomes known later', () => {
  watch.add({ by: 'somebody', text: 'GET /api/push/KumaToken_10' });
  watch.addKey('KumaToken_10');
  expect(watch.leaks()).toHaveLength(1);
});

test('a key that is logged in two pieces is a leak', () => {
  watch.add({ by: 'somebody', text: `GET /ping/${key.slice(0, 12)}` });
  watch.add({ by: 'somebody', text: key.slice(12) });
  expect(watch.leaks()).toHaveLength(1);
});

test('a leak is told once, by who logged it and what stood around the key, which is not told again', () => {
  watch.add({ by: 'the host', text: `cannot read /ping/${key}/start\n` });
  expect(watch.leaks()).toEqual(['the host tells a key: cannot read /ping/[key]/start']);
  expect(watch.leaks()).toEqual([]);
});

describe('of a world that is watched', () => {
  let world: Loggers;
  beforeEach(() => {
    const quiet = { log: () => undefined, error: () => undefined } as unknown as Console;
    const [stdout, stderr] = [new PassThrough(), new PassThrough()] as unknown as NodeJS.WriteStream[];
    world = { console: quiet, process: { stdout, stderr } as Loggers['process'] };
    watch.watch(world);
  });

  test('the console, and both outputs, are heard', () => {
    world.console.log('log', { key });
    world.console.error(new Error('error', { cause: new Error(key) }));
    world.process.stdout.write(Buffer.from(`out ${key}`));
    world.process.stderr.end(`err ${key}`);
    expect(watch.leaks()).toEqual([
      expect.stringMatching(/^console\.log tells a key: log/),
      expect.stringMatching(/^console\.error tells a key: /),
      'stdout tells a key: out [key]',
      'stderr tells a key: err [key]',
    ]);
  });

  test('what goes to a mock is heard too, and the mock works as any other', () => {
    const error = jest.spyOn(world.console, 'error').mockImplementation(() => undefined);
    const write = jest.spyOn(world.process.stdout, 'write').mockReturnValue(false);
    world.console.error(key);
    expect(world.process.stdout.write(key)).toBe(false);
    expect(error).toHaveBeenCalledWith(key);
    expect(write).toHaveBeenCalledTimes(1);
    error.mockRestore();
    write.mockRestore();
    expect(watch.leaks()).toEqual(['console.error tells a key: [key]', 'stdout tells a key: [key]']);
  });

  test('what is written arrives', () => {
    world.process.stdout.write('arrived');
    expect((world.process.stdout as unknown as PassThrough).read().toString()).toBe('arrived');
  });
});

test('this run is watched', () => {
  expect(channel(loggedLines).hasSubscribers).toBe(true);
  expect([console, process.stdout, process.stderr].map(types.isProxy)).toEqual([true, true, true]);
});
