import { answer, broken, MonitorsWorld, monitor, problem } from '../../support/monitors-cli.ts';

const up = answer(200, monitor());

test.each([408, 429, 500, 502, 503, 504])('after %d a call is made again', async (status) => {
  const world = new MonitorsWorld(answer(status), up);
  expect(await world.monitors('show', 'backup')).toBe(0);
  expect(world.requests).toHaveLength(2);
  expect(world.errors).toBe('');
});

test('after four tries with growing pauses it is given up', async () => {
  const world = new MonitorsWorld(answer(503));
  expect(await world.monitors('show', 'backup')).toBe(1);
  expect(world.requests).toHaveLength(4);
  expect(world.pauses).toEqual([375, 750, 1_500]);
});

test('a connection that breaks is tried again, and in the end explained', async () => {
  const world = new MonitorsWorld(broken());
  expect(await world.monitors('resume', 'backup')).toBe(1);
  expect(world.requests).toHaveLength(4);
  expect(world.errors).toBe(
    'downbeat: 127.0.0.1:8080: the connection broke\nCheck --url or DOWNBEAT_URL, and the network.\n',
  );
});

test('a Retry-After is heeded, up to 20 seconds', async () => {
  const world = new MonitorsWorld(
    answer(429, {}, { 'retry-after': '3' }),
    answer(503, {}, { 'retry-after': '3600' }),
    up,
  );
  expect(await world.monitors('show', 'backup')).toBe(0);
  expect(world.pauses).toEqual([3_000, 20_000]);
});

test('every try is signed anew', async () => {
  const world = new MonitorsWorld(answer(503, {}, { 'retry-after': '10' }), up);
  world.credentials = async () => ({ accessKeyId: 'A', secretAccessKey: 'S' });
  await world.monitors('show', 'backup', '--region', 'us-east-1');
  const dates = world.requests.map(({ headers }) => headers['x-amz-date']);
  expect(dates).toEqual(['20261120T000000Z', '20261120T000010Z']);
});

test.each([[answer(503)], [broken()]])('a key is never rotated twice', async (scripted) => {
  const world = new MonitorsWorld(scripted);
  expect(await world.monitors('rotate', 'backup')).toBe(1);
  expect(world.requests).toHaveLength(1);
});

test('a rotation without an answer may have been done', async () => {
  const world = new MonitorsWorld(broken());
  await world.monitors('rotate', 'backup');
  expect(world.errors).toContain('It may have been done all the same: look with downbeat monitors show.');
});

test('a deletion whose first answer was lost is done', async () => {
  const gone = problem(404, 'There is no such monitor.');
  const world = new MonitorsWorld(broken(), gone);
  expect(await world.monitors('delete', 'backup', '--yes')).toBe(0);
  const never = new MonitorsWorld(gone);
  expect(await never.monitors('delete', 'backup', '--yes')).toBe(1);
  expect(never.errors).toContain('There is no such monitor. (404)');
});

const signedOptions = ['--region', 'us-east-1'];

test.each<[string, ReturnType<typeof answer>, string[], string[]]>([
  [
    'a problem shows every field on a line of its own',
    problem(400, 'The request is not valid.', [
      { field: 'until', message: 'allowed is an instant' },
      { field: 'manual_resume', message: 'allowed are true and false' },
    ]),
    [],
    [
      'downbeat: The request is not valid. (400)',
      '  until: allowed is an instant',
      '  manual_resume: allowed are true and false',
    ],
  ],
  [
    'an unknown monitor leads to the list',
    problem(404, 'There is no such monitor.'),
    [],
    ['downbeat: There is no such monitor. (404)', 'downbeat monitors list shows which there are.'],
  ],
  [
    'an unknown route may be newer than the deployment',
    problem(404, 'There is no such route.'),
    [],
    ['downbeat: There is no such route. (404)', 'The deployment may be older than this program.'],
  ],
  [
    'who may not is told the permission',
    answer(403, { message: 'Forbidden' }),
    signedOptions,
    [
      'downbeat: Forbidden (403)',
      'The credentials need the permission execute-api:Invoke on this API, and the region has to be its own.',
      'aws sts get-caller-identity says whose they are; --profile and --region choose others.',
    ],
  ],
  [
    'who did not sign is told how',
    answer(403, 'only from this machine\n'),
    [],
    [
      'downbeat: 127.0.0.1:8080 answered 403 forbidden',
      'Calls over plain http are signed only with --profile or --region.',
    ],
  ],
  [
    'credentials that have expired are told from those that may not',
    answer(403, { message: 'The security token included in the request is expired' }),
    signedOptions,
    [
      'downbeat: The security token included in the request is expired (403)',
      'The credentials have expired: sign in again, for instance with aws sso login.',
    ],
  ],
  [
    'a clock that is off is noticed',
    answer(403, { message: 'Expired' }, { date: 'Fri, 20 Nov 2026 00:10:00 GMT' }),
    signedOptions,
    [
      'downbeat: Expired (403)',
      'The credentials have expired: sign in again, for instance with aws sso login.',
      'The clock of this machine is off by 10 minutes, and signatures hold for five.',
    ],
  ],
  [
    'a host that knows no API is no Downbeat',
    answer(404, '<html>not here</html>'),
    [],
    [
      'downbeat: 127.0.0.1:8080 answered 404 not found, and not as a Downbeat does',
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    ],
  ],
  [
    'nor is one that redirects',
    answer(301, '', { location: 'https://www.example.com' }),
    [],
    [
      'downbeat: 127.0.0.1:8080 answered 301 moved permanently, and not as a Downbeat does',
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    ],
  ],
  [
    'nor one that answers a web page',
    answer(200, '<html></html>', { 'content-type': 'text/html; charset=utf-8' }),
    [],
    [
      'downbeat: 127.0.0.1:8080 answered something else than JSON (text/html): it is no Downbeat, or cuts answers short',
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    ],
  ],
  [
    'nor one that answers other JSON',
    answer(200, { hello: 'world' }),
    [],
    [
      "downbeat: the answer is not a Downbeat's, or of another version (id, name, status)",
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    ],
  ],
  [
    'words that a terminal would obey are not passed on',
    problem(400, 'red \u001b[31m\u009b2J'),
    [],
    ['downbeat: red \ufffd[31m\ufffd2J (400)'],
  ],
])('%s', async (_sentence, answered, options, lines) => {
  const world = new MonitorsWorld(answered);
  world.credentials = async () => ({ accessKeyId: 'A', secretAccessKey: 'S' });
  expect(await world.monitors('show', 'backup', ...options)).toBe(1);
  expect(world.errors.trimEnd().split('\n')).toEqual(lines);
  expect(world.output).toBe('');
});

test('a defect is told in a line, without its stack', async () => {
  const world = new MonitorsWorld(up);
  world.now = () => {
    throw new RangeError('no time');
  };
  expect(await world.monitors('show', 'backup')).toBe(1);
  expect(world.errors).toBe('downbeat: a defect of downbeat: no time\n');
});
