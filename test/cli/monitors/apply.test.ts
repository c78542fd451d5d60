import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CliWorld } from '../../support/cli.ts';
import { aHost } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { emptyDirectory } from '../../support/local.ts';
import { answer, broken, MonitorsWorld, monitor, problem } from '../../support/monitors-cli.ts';

const host = aHost();
const file = join(emptyDirectory(), 'monitors.yaml');
let world: CliWorld;

beforeEach(async () => {
  world = new CliWorld();
  world.environment = { DOWNBEAT_URL: host.origin };
  for (const id of await ids()) await api('DELETE', `/monitors/${id}`);
});

/** Applies a file that holds this, and answers the exit code and what was printed since. */
async function apply(text: string, ...options: string[]) {
  writeFileSync(file, text);
  const [before, beforeErrors] = [world.output.length, world.errors.length];
  const code = await world.downbeat('monitors', 'apply', '-f', file, ...options);
  return { code, output: world.output.slice(before), errors: world.errors.slice(beforeErrors) };
}

async function api(method: string, path: string, body?: object) {
  const answered = await send(method, `${host.origin}/api/v1${path}`, {}, body && JSON.stringify(body));
  return { status: answered.status, json: answered.body && JSON.parse(answered.body) };
}

async function ids(): Promise<string[]> {
  const { json } = await api('GET', '/monitors');
  return json.monitors.map(({ id }: { id: string }) => id).sort();
}

const two = `
monitors:
  - id: backup
    name: Backup
    schedule: EVERY  24h
    timezone: europe/riga
    tags: [db, db, prod]
  - id: report
    name: " Report "
    body_filter: {fail: [error], success: [done]}
`;

test('a file is applied, and applied again changes nothing', async () => {
  expect(await apply(two, '--plan')).toMatchObject({
    code: 3,
    output: expect.stringContaining('+ create report'),
  });
  expect(await ids()).toEqual([]);
  const first = await apply(two, '--yes');
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(first.output).toMatch(/created backup\ncreated report\n$/);
  const before = await api('GET', '/monitors');
  expect(await apply(two, '--yes')).toEqual({
    code: 0,
    output: '0 to create, 0 to change, 2 unchanged\n',
    errors: '',
  });
  expect((await apply(two, '--plan')).code).toBe(0);
  expect(await api('GET', '/monitors')).toEqual(before);
});

test('what is dumped is unchanged when it is applied', async () => {
  await apply(two, '--yes');
  const start = world.output.length;
  expect(await world.downbeat('monitors', 'dump')).toBe(0);
  const dumped = world.output.slice(start);
  expect(dumped).not.toContain('key');
  expect(await apply(dumped, '--plan')).toMatchObject({
    code: 0,
    output: expect.stringContaining('2 unchanged'),
  });
});

test('a change is shown field by field and made, and settings that are left out get their default', async () => {
  await api('PUT', '/monitors/report', { name: 'Report', max_misses: 3, tags: ['x'] });
  const changed = await apply('monitors: {report: {name: Reports, tags: [x]}}', '--yes');
  expect(changed).toEqual({
    code: 0,
    output:
      '~ change report\n    name: "Report" -> "Reports"\n    max_misses: 3 -> 1\n' +
      '0 to create, 1 to change, 0 unchanged\nchanged report\n',
    errors: '',
  });
  expect((await api('GET', '/monitors/report')).json).toMatchObject({ name: 'Reports', max_misses: 1 });
});

test('monitors that the file does not name are deleted only if that is asked for', async () => {
  await api('PUT', '/monitors/other', { name: 'Other' });
  expect((await apply('monitors: {a: {name: A}}', '--yes')).output).toContain(
    'not in the file: other (Other)',
  );
  expect(await ids()).toEqual(['a', 'other']);
  expect(await apply('monitors: {a: {name: A}}', '--prune', '--plan')).toMatchObject({ code: 3 });
  expect((await apply('monitors: {a: {name: A}}', '--prune', '--yes')).output).toMatch(/deleted other\n$/);
  expect(await ids()).toEqual(['a']);
});

test('a file without monitors deletes none, whatever is asked for', async () => {
  await api('PUT', '/monitors/other', { name: 'Other' });
  const { code, errors } = await apply('monitors: []', '--prune', '--yes');
  expect([code, errors]).toEqual([1, expect.stringContaining('--prune would delete all of them')]);
  expect(await ids()).toEqual(['other']);
});

test('one that the API refuses does not keep the others from being applied', async () => {
  const { code, output, errors } = await apply(
    'monitors:\n  - {id: a, name: A, channels: [oncall]}\n  - {id: b, name: B}',
    '--yes',
  );
  expect(code).toBe(1);
  expect(output).toContain('Note: no monitor uses the channel "oncall" yet.');
  expect(output).toMatch(/created b\n$/);
  expect(errors).toMatch(
    /^downbeat: a was not created: The request is not valid\. \(400\)\n {2}channels\.0: .*default\ndownbeat: 1 of 2 failed\n$/,
  );
});

test('a file that is wrong calls nothing', async () => {
  world.environment = {};
  expect(await apply('monitors: [{id: a}]', '--yes')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^downbeat: .*monitors\.yaml:1: a: name: /),
  });
  expect(await apply('\uffff\u0000monitors', '--yes')).toMatchObject({ code: 1 });
  expect(await world.downbeat('monitors', 'apply', '-f', '/nowhere/m.yaml', '--yes')).toBe(1);
  expect(world.errors).toContain('/nowhere/m.yaml: cannot be read (ENOENT)');
  writeFileSync(file, Buffer.from([0xff, 0xfe]));
  expect(await world.downbeat('monitors', 'apply', '-f', file, '--yes')).toBe(1);
  expect(world.errors).toContain('is not text in UTF-8');
});

test('a file comes from stdin', async () => {
  world.stdin = Readable.from(['monitors: [{id: a, ', 'name: A}]']);
  expect(await world.downbeat('monitors', 'apply', '-f', '-', '--yes')).toBe(0);
  expect(await ids()).toEqual(['a']);
});

test.each([
  ['y\n', 0, ['a']],
  ['Yes\n', 0, ['a']],
  ['\n', 1, []],
  ['no\n', 1, []],
  ['', 1, []],
])('on a terminal it is asked, and %j counts for what it is', async (typed, code, after) => {
  world.terminal = true;
  world.stdin = Readable.from(typed === '' ? [] : [typed]);
  const applied = await apply('monitors: {a: {name: A}}');
  expect(applied.code).toBe(code);
  expect(applied.errors).toContain('Apply this? [y/N] ');
  expect(applied.errors.includes('nothing was changed')).toBe(code === 1);
  expect(await ids()).toEqual(after);
});

test('before anything is deleted it is said how much', async () => {
  await api('PUT', '/monitors/other', { name: 'Other' });
  world.terminal = true;
  world.stdin = Readable.from(['n\n']);
  const { errors } = await apply('monitors: {a: {name: A}}', '--prune');
  expect(errors).toContain('Apply this, and delete 1 with their history? [y/N] ');
  expect(await ids()).toEqual(['other']);
});

/** Applies one monitor to an API that is scripted from the plan's own reading on. */
async function applyTo(...scripts: ConstructorParameters<typeof MonitorsWorld>) {
  const scripted = new MonitorsWorld(...scripts);
  writeFileSync(file, 'monitors: {backup: {name: Backup}}');
  const code = await scripted.monitors('apply', '-f', file, '--yes');
  return { code, scripted };
}

const none = answer(200, { monitors: [], next_cursor: null });
const missing = problem(404, 'There is no such monitor.');
/** As a server shows them that does not know all of today's. */
const settings = {
  ...{ name: 'Backup', schedule: 'every 1h', timezone: 'UTC', early_margin_seconds: null },
  ...{ grace_period_seconds: 300, max_misses: 1, max_failures: 1, recovery_threshold: 1 },
  ...{ max_runtime_seconds: null, expect_first_ping: false, reminder_seconds: null, tags: [] },
  ...{ channels: ['default'], post_only: false, body_filter: null },
};

const asWanted = answer(200, monitor(settings));
const otherwise = answer(200, monitor({ ...settings, tags: ['x'] }), { etag: '"t-1"' });
const listed = answer(200, { monitors: [monitor({ ...settings, tags: ['x'] })], next_cursor: null });

test('a monitor that somebody else has created meanwhile is not overwritten', async () => {
  const taken = problem(409, 'The id is taken.', [{ field: 'id', message: 'The id "backup" is taken.' }]);
  const { code, scripted } = await applyTo(none, missing, taken, otherwise);
  expect(code).toBe(1);
  expect(scripted.calls.slice(2)).toEqual(['POST /monitors', 'GET /monitors/backup']);
  expect(scripted.errors).toContain('backup was not created: The id is taken. (409)');
});

test('settings that somebody else has changed meanwhile are not overwritten', async () => {
  const changed = problem(412, 'The settings have changed meanwhile.');
  const { code, scripted } = await applyTo(listed, otherwise, changed, otherwise);
  expect(code).toBe(1);
  expect(scripted.requests[2]).toMatchObject({ method: 'PUT', headers: { 'if-match': '"t-1"' } });
  const set = Object.entries(settings).filter(([, value]) => value !== null);
  expect(JSON.parse(scripted.requests[2]?.body ?? '')).toEqual(Object.fromEntries(set));
  expect(scripted.errors).toMatch(
    /backup was not changed: The settings have changed meanwhile\. \(412\)\nNothing was overwritten/,
  );
});

test.each([
  ['created', [none, missing, broken(), problem(409, 'The id is taken.'), asWanted]],
  ['changed', [listed, otherwise, broken(), problem(412, 'The settings have changed.'), asWanted]],
])('a monitor that was %s by a try whose answer was lost is done', async (done, scripts) => {
  const { code, scripted } = await applyTo(...scripts);
  expect([code, scripted.errors]).toEqual([0, '']);
  expect(scripted.output).toMatch(new RegExp(`${done} backup\n$`));
});

test('a list that is a moment old writes nothing', async () => {
  const { code, scripted } = await applyTo(none, asWanted);
  expect([code, scripted.output]).toEqual([0, '0 to create, 0 to change, 1 unchanged\n']);
  const changed = await applyTo(listed, asWanted);
  expect(changed.scripted.output).toBe('0 to create, 0 to change, 1 unchanged\n');
});

test('a monitor that is listed and has just been deleted is created', async () => {
  const { code, scripted } = await applyTo(listed, missing, answer(201, monitor(settings)));
  expect([code, scripted.calls.at(-1)]).toEqual([0, 'POST /monitors']);
  expect(scripted.output).toContain('+ create backup (Backup)\n1 to create, 0 to change, 0 unchanged');
});

test('after a refusal of the settings nobody looks whether they are there all the same', async () => {
  const { code, scripted } = await applyTo(none, missing, problem(400, 'The request is not valid.'));
  expect([code, scripted.calls.length]).toEqual([1, 3]);
});

describe('a monitor that a stack defines', () => {
  const ofStack = monitor({ schedule: 'every 1h', managed_by: { stack: 'Jobs', resource: 'Backup' } });
  const page = answer(200, { monitors: [ofStack], next_cursor: null });
  const changed = 'monitors: [{id: backup, name: Other}]';

  test('is not changed by a file, which is told to leave it to the stack', async () => {
    const world = new MonitorsWorld(page, answer(200, ofStack, { etag: '"1"' }));
    writeFileSync(file, changed);
    expect(await world.monitors('apply', '-f', file, '--yes')).toBe(1);
    expect(world.errors).toContain('backup is defined in the stack Jobs, and differs there');
    expect(world.calls).toEqual([expect.stringContaining('GET /monitors?'), 'GET /monitors/backup']);
  });

  test('is in no dump', async () => {
    const world = new MonitorsWorld(page);
    expect(await world.monitors('dump')).toBe(0);
    expect(world.output).toBe('monitors: []\n');
  });
});
