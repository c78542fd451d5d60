import { matchPing, pingRoutes } from '../../lambdas/http/ping-routes.ts';

const own = 'nightly-backup-0123456789abcdefghjk';
const uuid = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';

/** What a path is found to be. */
function match(path: string, query = '') {
  const found = matchPing({ path, query: new URLSearchParams(query) });
  return found && { path: found.route.path, target: found.target, action: found.action };
}

describe('whom a path is addressed to', () => {
  test.each([
    [`/${own}`, { key: own }, ''],
    [`/ping/${own}/`, { key: own }, ''],
    [`/${own}/start`, { key: own }, 'start'],
    [`/${own}/start//`, { key: own }, 'start'],
    [`/${uuid}//`, { key: uuid }, ''],
    [`/${own}/anything/at/all`, { key: own }, 'anything/at/all'],
    [`/${uuid}/fail`, { key: uuid }, 'fail'],
    [`/${uuid}/99999999999`, { key: uuid }, '99999999999'],
    [`/${uuid}/nightly`, { slugKey: uuid, id: 'nightly', create: false }, ''],
    [`/ping/${uuid}/nightly/7/`, { slugKey: uuid, id: 'nightly', create: false }, '7'],
    [`/p/${uuid}/nightly`, { slugKey: uuid, id: 'nightly', create: false }, ''],
    ['/api/v1/monitor/nightly/push/secret', { key: 'nightly-secret' }, ''],
    [`/api/heartbeat/${uuid}/fail`, { key: uuid }, 'fail'],
    [`/api/push/${uuid}`, { key: uuid }, ''],
    [`/api/push/${uuid}/results/`, { key: uuid }, ''],
  ])('%s', (path, target, action) => {
    expect(match(path)).toMatchObject({ target, action });
  });

  test('create is asked for by exactly 1', () => {
    expect(match(`/${uuid}/nightly`, 'create=1')?.target).toMatchObject({ create: true });
    expect(match(`/${uuid}/nightly`, 'create=true')?.target).toMatchObject({ create: false });
  });
});

test.each(['api', 'ping', 'p', 'b', 'badge', 'status', 'local', 'healthz'])('"%s" is never a key', (word) => {
  expect(match(`/${word}`)).toBeUndefined();
  expect(match(`/${word}/start`)?.target).not.toEqual({ key: word });
});

test.each(['/', '', '//', '/api/v1/monitors', '/api/v1/monitor/a/push', '/api/push/', '/api/v2/hb/x'])(
  '"%s" is no ping URL',
  (path) => {
    expect(match(path)).toBeUndefined();
  },
);

test('no two rows have the same path', () => {
  expect(new Set(pingRoutes.map(({ path }) => path)).size).toBe(pingRoutes.length);
});
