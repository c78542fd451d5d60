import { answer, MonitorsWorld } from '../../support/monitors-cli.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const nothing = answer(200, { monitors: [], next_cursor: null });

/** Lists with this environment and these options, with credentials, and answers the world. */
async function listed(environment: Record<string, string>, ...options: string[]): Promise<MonitorsWorld> {
  const world = new MonitorsWorld(nothing);
  world.environment = environment;
  world.credentials = async () => credentials;
  await world.monitors('list', ...options);
  return world;
}

/** The region that the call was signed for, or what was said instead. */
function regionOf({ requests, errors }: MonitorsWorld): string | undefined {
  return /\/([^/]+)\/execute-api\//.exec(requests[0]?.headers.authorization ?? '')?.[1] ?? errors;
}

test.each(['http://127.0.0.1:3000', 'http://localhost', 'http://[::1]:8080', 'http://api.localhost:4566'])(
  'calls to %s are not signed, and nobody looks for credentials',
  async (url) => {
    const world = new MonitorsWorld(nothing);
    expect(await world.monitors('list', '--url', url)).toBe(0);
    expect(world.requests[0]?.headers).toEqual({ host: new URL(url).host });
  },
);

test('calls to this machine are signed where a region or a profile is named', async () => {
  expect(regionOf(await listed({}, '--url', 'http://localhost:4566', '--region', 'us-east-1'))).toBe(
    'us-east-1',
  );
  const environment = { AWS_REGION: 'eu-west-1' };
  expect(regionOf(await listed(environment, '--url', 'http://localhost:4566', '--profile', 'x'))).toBe(
    'eu-west-1',
  );
});

test.each(['http://downbeat.example.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com'])(
  'nothing is sent to %s without TLS',
  async (url) => {
    const world = await listed({}, '--url', url, '--region', 'us-east-1');
    expect(world.requests).toEqual([]);
    expect(world.errors).toContain('plain http is for this machine only; write https://…');
  },
);

test('the region is that of the option, the host, the environment, or the profile, in this order', async () => {
  const host = { DOWNBEAT_URL: 'https://abc.execute-api.eu-north-1.amazonaws.com' };
  const named = { DOWNBEAT_URL: 'https://downbeat.example.com' };
  expect(regionOf(await listed({ ...host, AWS_REGION: 'us-west-1' }, '--region', 'us-east-1'))).toBe(
    'us-east-1',
  );
  expect(regionOf(await listed({ ...host, AWS_REGION: 'us-west-1' }))).toBe('eu-north-1');
  expect(regionOf(await listed({ ...named, AWS_REGION: 'us-west-1' }))).toBe('us-west-1');
  const china = { DOWNBEAT_URL: 'https://abc.execute-api.cn-north-1.amazonaws.com.cn' };
  expect(regionOf(await listed(china))).toBe('cn-north-1');
  const world = new MonitorsWorld(nothing);
  world.environment = named;
  world.credentials = async (profile) => (profile === 'work' ? credentials : Promise.reject(new Error('no')));
  world.profileRegion = async (profile) => (profile === 'work' ? 'ap-south-1' : undefined);
  await world.monitors('list', '--profile', 'work');
  expect(regionOf(world)).toBe('ap-south-1');
});

test('a region that nobody names is asked for', async () => {
  const world = await listed({ DOWNBEAT_URL: 'https://downbeat.example.com' });
  expect(world.errors).toMatch(
    /^downbeat: the region is not known; add --region, or set AWS_REGION\nUsage: /,
  );
});

test('without credentials it is said how to get some', async () => {
  const world = new MonitorsWorld();
  world.environment = { DOWNBEAT_URL: 'https://abc.execute-api.eu-north-1.amazonaws.com' };
  expect(await world.monitors('list')).toBe(1);
  expect(world.errors).toBe(
    'downbeat: there are no AWS credentials: There are no credentials in a test.\n' +
      'Set AWS_PROFILE, or add --profile NAME; a profile of AWS SSO needs aws sso login first.\n',
  );
  await world.monitors('list', '--profile', 'work');
  expect(world.errors).toContain('See aws configure list-profiles');
});
