import { readFileSync } from 'node:fs';
import { readMonitors } from '../../../lib/cli/monitors/monitors-file.ts';
import { planFor } from '../../../lib/cli/monitors/plan.ts';
import { apiUrl, aRule, aSchedule, DiscoverWorld, fail, lambdaArn } from '../../support/discover.ts';

const ecsTarget = {
  ...{ Id: '1', Arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/jobs' },
  EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/report:7' },
};

function worldOf({ schedules, rules }: Partial<Pick<DiscoverWorld, 'schedules' | 'rules'>>): DiscoverWorld {
  return Object.assign(new DiscoverWorld(), { schedules: schedules ?? [], rules: rules ?? [] });
}

/** One job of each kind. To look through the clocks of another zone takes a while. */
function threeJobs(ScheduleExpressionTimezone = 'UTC'): DiscoverWorld {
  const window = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } as const;
  return worldOf({
    schedules: [aSchedule({ FlexibleTimeWindow: window, ScheduleExpressionTimezone })],
    rules: [
      aRule(),
      aRule({ Name: 'WeeklyReport', ScheduleExpression: 'cron(0 8 ? * 2 *)', targets: [ecsTarget] }),
    ],
  });
}

test('nothing but reading is asked for, and nothing of an input is printed', async () => {
  const world = threeJobs();
  const Target = { Arn: lambdaArn, RoleArn: 'arn:role', Input: '{"password":"hunter2"}' };
  world.schedules.push(aSchedule({ Name: 'other', Target }));
  for (const args of [[], ['--cdk'], ['--json']]) expect(await world.discover(...args)).toBe(0);
  expect([...new Set(world.asked)]).toEqual([
    ...['ListSchedulesCommand', 'GetScheduleCommand', 'ListRulesCommand', 'ListTargetsByRuleCommand'],
  ]);
  expect([...new Set(world.calls)]).toEqual(['GET /monitors?fields=public&limit=100']);
  expect(world.output + world.errors).not.toContain('hunter2');
});

describe('the file of monitors', () => {
  test('has a monitor for each job that has none, and says what the job is', async () => {
    const world = threeJobs('Europe/Riga');
    expect(await world.discover()).toBe(0);
    expect(world.output).toBe(
      `# Jobs of eu-west-1 that no monitor watches: 3.
monitors:

  # arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly-backup
  # cron(0 2 * * ? *) in Europe/Riga, up to 15m later, starts the Lambda function backup
  - id: nightly-backup
    name: nightly-backup
    schedule: 0 2 * * *
    timezone: Europe/Riga
    grace_period_seconds: 1200
    tags:
      - aws:a7393b46261ce7ac

  # arn:aws:events:eu-west-1:123456789012:rule/poll
  # rate(5 minutes), starts the Lambda function backup
  - id: poll
    name: poll
    schedule: every 5m
    tags:
      - aws:4ebfbfc5dc75b06b

  # arn:aws:events:eu-west-1:123456789012:rule/WeeklyReport
  # cron(0 8 ? * 2 *) in UTC, starts the ECS task report:7
  - id: weekly-report
    name: WeeklyReport
    schedule: 0 8 * * 1
    tags:
      - aws:26ff4edb04deb7ba
`,
    );
  });

  test('is planned without a fault, and once it is applied every job is watched', async () => {
    const world = threeJobs();
    await world.discover();
    const wanted = readMonitors(world.output, 'monitors.yaml');
    expect(planFor(wanted, []).create.map(({ id }) => id)).toEqual([
      'nightly-backup',
      'poll',
      'weekly-report',
    ]);

    const later = threeJobs();
    later.there = wanted.map(({ id, settings }) => ({ id, tags: settings.tags }));
    await later.discover();
    expect(later.output).toBe(
      '# Jobs of eu-west-1 that no monitor watches: 0.\n# Left out: 3 watched.\nmonitors: []\n',
    );
    expect(planFor(readMonitors(later.output, 'monitors.yaml'), []).create).toEqual([]);
  });

  test('tells of a job that no monitor can watch exactly in a comment, and why', async () => {
    const world = worldOf({ schedules: [aSchedule({ ScheduleExpression: 'cron(0 2 * * ? 2027)' })] });
    expect(await world.discover()).toBe(0);
    expect(world.output).toMatch(/^# .*: 1, of which 1 can only be told of\.\nmonitors: \[\]\n\n# arn:/);
    expect(world.output).toMatch(
      /\n# Its schedule is confined to the year 2027, and .*\. Give a monitor .* the tag aws:[0-9a-f]{16}\.\n$/,
    );
    expect(readMonitors(world.output, 'monitors.yaml')).toEqual([]);
  });

  test('is as the README shows it', async () => {
    const watched = ['a', 'b', 'c'].map((Name) => aRule({ Name }));
    const there = (await worldOf({ rules: watched }).jobs()).map(({ tag }) => ({
      id: 'x',
      tags: [String(tag)],
    }));
    const once = Array.from({ length: 40 }, (_, n) => {
      return aSchedule({ Name: `once-${n}`, ScheduleExpression: 'at(2027-01-01T00:00:00)' });
    });
    const backup = aSchedule({
      ScheduleExpressionTimezone: 'Europe/Riga',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: {
        ...{ Arn: ecsTarget.Arn, RoleArn: 'arn:role' },
        EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/backup:7' },
      },
    });
    const audit = aRule({
      ...{ Name: 'audit', ScheduleExpression: 'cron(0 8 1 1 ? 2027)' },
      targets: [{ Id: '1', Arn: lambdaArn.replace('backup', 'audit') }],
    });
    const world = worldOf({ schedules: [backup, ...once], rules: [...watched, audit] });
    world.rules.push(aRule({ Name: 'off', State: 'DISABLED' }));
    world.there = there;
    await world.discover();
    expect(readFileSync('README.md', 'utf8')).toContain(`\n\`\`\`yaml\n${world.output}\`\`\`\n`);
  });

  test('keeps whatever a target is called within its comment', async () => {
    const world = worldOf({
      rules: [aRule({ targets: [{ Id: '1', Arn: 'x\nmonitors: 7\u2028\u001b[31m' }] })],
    });
    await world.discover();
    expect(world.output).toContain('# rate(5 minutes), starts x\ufffdmonitors: 7\ufffd\ufffd[31m\n');
    expect(readMonitors(world.output, 'monitors.yaml')).toHaveLength(1);
  });
});

test('lines of CDK make the same monitors', async () => {
  const world = threeJobs('Europe/Riga');
  world.rules.push(
    aRule({ Name: 'daily', ScheduleExpression: 'rate(2 days)' }),
    aRule({ Name: 'x', ScheduleExpression: 'rate(3 hours)' }),
  );
  world.schedules.push(aSchedule({ Name: 'odd', ScheduleExpression: 'cron(0 2 * * ? 2027)' }));
  expect(await world.discover('--cdk')).toBe(0);
  const made: unknown[][] = [];
  class Monitor {
    constructor(...args: unknown[]) {
      made.push(args);
    }
  }
  const MonitorSchedule = {
    cron: (...lines: string[]) => lines,
    every: (duration: string) => `every ${duration}`,
  };
  const Duration = {
    minutes: (n: number) => `${n}m`,
    hours: (n: number) => `${n}h`,
    days: (n: number) => `${n}d`,
  };
  new Function('Monitor', 'MonitorSchedule', 'Duration', 'downbeat', `'use strict';\n${world.output}`).call(
    'scope',
    ...[Monitor, MonitorSchedule, Duration, 'installation'],
  );
  const of = (id: string, name: string, rest: object) => {
    const tags = [expect.stringMatching(/^aws:/)];
    return ['scope', id, { downbeat: 'installation', monitorId: id, monitorName: name, tags, ...rest }];
  };
  expect(made).toEqual([
    of('nightly-backup', 'nightly-backup', {
      schedule: ['0 2 * * *'],
      timezone: 'Europe/Riga',
      grace: '20m',
    }),
    of('poll', 'poll', { schedule: 'every 5m' }),
    of('weekly-report', 'WeeklyReport', { schedule: ['0 8 * * 1'] }),
    of('daily', 'daily', { schedule: 'every 2d' }),
    of('x', 'x', { schedule: 'every 3h' }),
  ]);
  expect(world.output).toContain('// Its schedule is confined to the year 2027');
});

test('--json tells programs all that is known of a job', async () => {
  const world = threeJobs();
  world.schedules.push(aSchedule({ Name: 'odd', ScheduleExpression: 'cron(0 2 * * ? 2027)' }));
  const [backup, odd, , report] = await world.jobs();
  expect(backup).toEqual({
    ...{ arn: world.schedules[0]?.Arn, kind: 'schedule', name: 'nightly-backup' },
    ...{ expression: 'cron(0 2 * * ? *)', timezone: 'UTC', window_seconds: 900 },
    tag: expect.stringMatching(/^aws:[0-9a-f]{16}$/),
    targets: [{ arn: lambdaArn, ecs_task: null }],
    monitor: expect.objectContaining({ id: 'nightly-backup', schedule: '0 2 * * *', tags: [backup?.tag] }),
    because: null,
    namesake: null,
  });
  expect(odd).toMatchObject({ monitor: null, because: expect.stringContaining('its schedule is confined') });
  expect(report).toMatchObject({ kind: 'rule', targets: [{ arn: ecsTarget.Arn, ecs_task: 'report:7' }] });
});

describe('what needs no monitor is left out, and counted:', () => {
  test.each<[string, Partial<Pick<DiscoverWorld, 'schedules' | 'rules'>>, string, boolean]>([
    ['a schedule that is disabled', { schedules: [aSchedule({ State: 'DISABLED' })] }, 'disabled', false],
    ['a rule that is disabled', { rules: [aRule({ State: 'DISABLED' })] }, 'disabled', false],
    [
      "a service's own rule",
      { rules: [aRule({ ManagedBy: 'x.amazonaws.com' })] },
      'of services of AWS',
      false,
    ],
    ['a rule without a target', { rules: [aRule({ targets: [] })] }, 'without a target', true],
    [
      "Downbeat's timer",
      { schedules: [aSchedule({ GroupName: 'Downbeat-monitors' })] },
      'of Downbeat itself',
      false,
    ],
    ["Downbeat's sweep", { schedules: [aSchedule({ Name: 'Downbeat-sweep' })] }, 'of Downbeat itself', false],
    [
      'what runs once',
      { schedules: [aSchedule({ ScheduleExpression: 'at(2027-01-01T00:00:00)' })] },
      'that run once',
      true,
    ],
    [
      'what has ended',
      { schedules: [aSchedule({ EndDate: new Date('2026-11-20T00:00:00Z') })] },
      'that have ended',
      true,
    ],
  ])('%s', async (_case, there, words, isAskedFor) => {
    const world = worldOf(there);
    expect(await world.discover()).toBe(0);
    expect(world.output).toContain(`# Left out: 1 ${words}.\nmonitors: []\n`);
    expect(world.asked.some((name) => /^(?:GetSchedule|ListTargetsByRule)/.test(name))).toBe(isAskedFor);
  });

  test('a watched job, which is not asked for either', async () => {
    const [job] = await threeJobs().jobs();
    const world = threeJobs();
    world.there = [{ id: 'other', tags: ['prod', String(job?.tag)] }];
    expect((await world.jobs()).map(({ name }) => name)).toEqual(['poll', 'WeeklyReport']);
    expect(world.asked).not.toContain('GetScheduleCommand');
  });

  test('a rule without a schedule, which is not even counted', async () => {
    const world = worldOf({ rules: [aRule({ ScheduleExpression: undefined, EventPattern: '{}' })] });
    expect(await world.discover()).toBe(0);
    expect(world.output).toBe('# Jobs of eu-west-1 that no monitor watches: 0.\nmonitors: []\n');
    expect(world.asked).not.toContain('ListTargetsByRuleCommand');
  });

  test('what is deleted meanwhile, which is not counted either', async () => {
    const world = threeJobs();
    fail('GetSchedule', 'ResourceNotFoundException');
    fail('ListTargetsByRule', 'ResourceNotFoundException');
    expect(await world.discover()).toBe(0);
    expect(world.output).toBe('# Jobs of eu-west-1 that no monitor watches: 0.\nmonitors: []\n');
  });

  test('the schedules of the stacks that are named, instead of those of Downbeat', async () => {
    const names = ['Prod-sweep', 'Test-sweep', 'Downbeat-sweep'];
    const world = worldOf({
      schedules: [
        ...names.map((Name) => aSchedule({ Name })),
        aSchedule({ Name: 'Prod-sweep', GroupName: 'jobs' }),
        aSchedule({ GroupName: 'Prod-monitors' }),
      ],
    });
    const jobs = await world.jobs('--stack', 'Prod', '--stack', 'Test');
    expect(jobs.map(({ arn }) => String(arn).split(':').at(-1))).toEqual([
      'schedule/default/Downbeat-sweep',
      'schedule/jobs/Prod-sweep',
    ]);
  });
});

test('a schedule that is going to end is told of, not proposed', async () => {
  const world = worldOf({ schedules: [aSchedule({ EndDate: new Date('2026-11-20T00:00:01Z') })] });
  expect(await world.jobs()).toMatchObject([
    {
      monitor: null,
      because: 'its schedule ends at 2026-11-20T00:00:01.000Z, and its monitor would be down',
    },
  ]);
});

test('what the API would refuse is told of, not proposed', async () => {
  const world = worldOf({
    schedules: [
      aSchedule({ Name: 'a', ScheduleExpressionTimezone: 'EST5EDT' }),
      aSchedule({ Name: 'b', ScheduleExpression: 'rate(367 days)' }),
    ],
  });
  const jobs = await world.jobs();
  expect(jobs.map(({ because }) => because)).toEqual([
    expect.stringContaining('cannot be translated: timezone: is not a time zone'),
    expect.stringContaining('cannot be translated: schedule: is too long'),
  ]);
});

test('jobs that run by different clocks have monitors of their own time zones', async () => {
  const zones = ['UTC', 'Asia/Tokyo'];
  const schedules = zones.map((zone) => aSchedule({ Name: zone, ScheduleExpressionTimezone: zone }));
  expect(await worldOf({ schedules }).jobs()).toMatchObject(
    zones.map((timezone) => ({ monitor: { schedule: '0 2 * * *', timezone } })),
  );
});

test('a call of RunTask is a task of ECS as well', async () => {
  const Arn = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';
  const Input = JSON.stringify({
    Cluster: 'jobs',
    TaskDefinition: 'arn:aws:ecs:x:1:task-definition/report:7',
  });
  const other = { Arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:etl', RoleArn: 'arn:role' };
  const world = worldOf({
    schedules: [
      aSchedule({ Target: { Arn, Input, RoleArn: 'arn:role' } }),
      aSchedule({ Name: 'etl', Target: other }),
    ],
  });
  await world.discover();
  expect(world.output).toContain('starts the ECS task report:7\n');
  expect(world.output).toContain('starts the state machine etl\n');
});

describe('ids', () => {
  test('are made from the names, and differ where names do not', async () => {
    const schedules = [aSchedule(), aSchedule({ Name: 'Nightly_Backup', State: 'DISABLED' })];
    const rules = ['poll', 'start', 'ETLJob', 'Sync'].map((Name) => aRule({ Name }));
    const jobs = await worldOf({ schedules, rules: [...rules, aRule({ Name: 'sync' })] }).jobs();
    const ids = jobs.map(({ monitor }) => (monitor as { id: string }).id);
    expect(ids).toEqual([
      ...[expect.stringMatching(/^nightly-backup-[0-9a-f]{8}$/), 'poll', 'monitor-start', 'etljob'],
      ...[expect.stringMatching(/^sync-[0-9a-f]{8}$/), expect.stringMatching(/^sync-[0-9a-f]{8}$/)],
    ]);
    expect(new Set(ids).size).toBe(6);
  });

  test('are not those of monitors that there are, whose owners are told how to say that they watch the job', async () => {
    const world = worldOf({ rules: [aRule()] });
    world.there = [{ id: 'poll', tags: [] }];
    await world.discover();
    const [, tag] =
      /If the monitor poll watches it, give that one the tag (aws:\w+) instead\./.exec(world.output) ?? [];
    expect(readMonitors(world.output, 'x')).toMatchObject([
      { id: expect.stringMatching(/^poll-[0-9a-f]{8}$/), settings: { tags: [tag] } },
    ]);
  });

  test('stay what they are while others are applied', async () => {
    const schedules = [aSchedule(), aSchedule({ GroupName: 'other' })];
    const [first, second] = await worldOf({ schedules }).jobs();
    const world = worldOf({ schedules });
    world.there = [first?.monitor as { id: string; tags: string[] }];
    expect(await world.jobs()).toEqual([second]);
  });
});

describe('calls', () => {
  test('ask for each job once, ten at once at the most', async () => {
    const schedules = Array.from({ length: 31 }, (_, n) => aSchedule({ Name: `job-${n}` }));
    const world = worldOf({ schedules });
    expect(await world.jobs()).toHaveLength(31);
    expect(world.asked.filter((name) => name === 'GetScheduleCommand')).toHaveLength(31);
    expect(world.asked.filter((name) => name === 'ListSchedulesCommand')).toHaveLength(16);
    expect([world.atOnceMax, [...world.tries]]).toEqual([10, [10]]);
  });

  test('are not begun any more after one of them has failed', async () => {
    const schedules = Array.from({ length: 31 }, (_, n) => aSchedule({ Name: `job-${n}` }));
    const world = worldOf({ schedules });
    fail('GetSchedule', 'ThrottlingException', 'job-0');
    expect(await world.discover()).toBe(1);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(world.asked.filter((name) => name === 'GetScheduleCommand')).toHaveLength(10);
  });

  test('follow the pages of rules and of their targets', async () => {
    const targets = ['a', 'b', 'c'].map((name) => ({ Id: name, Arn: `arn:${name}` }));
    const world = worldOf({ rules: ['1st', '2nd', '3rd'].map((Name) => aRule({ Name, targets })) });
    await world.discover();
    expect(world.output.match(/starts arn:a and arn:b and arn:c\n/g)).toHaveLength(3);
  });

  test.each([
    ['ListSchedules', 'Scheduler'],
    ['GetSchedule', 'Scheduler'],
    ['ListTargetsByRule', 'EventBridge'],
  ] as const)('of %s that are denied say what the caller needs', async (call, service) => {
    const world = threeJobs();
    fail(call, 'AccessDeniedException');
    expect(await world.discover()).toBe(1);
    expect(world.errors).toBe(
      `downbeat: ${service}: AccessDeniedException: so it is\nThe caller needs scheduler:ListSchedules, scheduler:GetSchedule, events:ListRules and events:ListTargetsByRule.\n`,
    );
    expect(world.output).toBe('');
  });

  test('go to the region that is named, and to the API in its own', async () => {
    const world = worldOf({ rules: [aRule()] });
    await world.discover('--region', 'us-east-1');
    expect(world.output).toMatch(/^# Jobs of us-east-1 /);
    expect([...world.regions]).toEqual(['us-east-1']);
    expect(world.requests[0]?.headers.authorization).toContain('/eu-west-1/execute-api/');
  });

  test('go to the region of the API where none is named, and unsigned to an API on this machine', async () => {
    const world = worldOf({ rules: [aRule()] });
    await world.discover();
    expect([...world.regions]).toEqual(['eu-west-1']);
    world.environment = { DOWNBEAT_URL: 'http://127.0.0.1:8080', AWS_REGION: 'eu-north-1' };
    expect(await world.discover()).toBe(0);
    expect([...world.regions]).toEqual(['eu-west-1', 'eu-north-1']);
    expect(world.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });
});

test.each<[string[], RegExp, string?]>([
  [['--cdk', '--json'], /--cdk and --json do not go together/],
  [['nightly-backup'], /there are too many arguments/],
  [['--apply'], /--apply is not known/],
  [[], /no host is given/, ''],
])('downbeat discover %j is wrong usage', async (args, reason, url = apiUrl) => {
  const world = worldOf({});
  world.environment = { DOWNBEAT_URL: url };
  expect(await world.discover(...args)).toBe(2);
  expect(world.errors).toMatch(reason);
  expect(world.errors).toMatch(/\nUsage: downbeat discover /);
  expect([world.asked, world.requests]).toEqual([[], []]);
});

test('downbeat discover --help shows help that fits a terminal', async () => {
  const world = worldOf({});
  expect(await world.discover('--help')).toBe(0);
  expect(world.output).toContain('--stack NAME');
  expect(Math.max(...world.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});
