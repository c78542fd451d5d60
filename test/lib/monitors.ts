import { App, CfnResource, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Downbeat } from '../../lib/constructs/downbeat.ts';
import { Monitor } from '../../lib/constructs/monitors/monitor.ts';
import type { MonitorProps } from '../../lib/constructs/monitors/monitor-props.ts';
import { MonitorSchedule } from '../../lib/constructs/monitors/monitor-schedule.ts';
import { addJobs, anInstallation, aSchedule } from '../support/jobs.ts';
import { permissionsIn } from '../support/permissions.ts';
import { usual } from '../support/stack.ts';

const type = 'Custom::DownbeatMonitor';
const app = new App();
const stack = new Stack(app, 'Jobs');
addJobs(stack);
const template = Template.fromStack(stack);

/** The monitor with this id, as the template has it. */
function monitorOf(id: string) {
  const [resource] = Object.values(template.findResources(type, { Properties: { Id: id } }));
  if (!resource) throw new Error(`There is no monitor ${id}.`);
  return { ...resource, Properties: resource.Properties, settings: JSON.parse(resource.Properties.Settings) };
}

/** Another stack, for what is not part of the template. */
function elsewhere() {
  const scope = new Stack(new App(), 'Elsewhere');
  return { scope, downbeat: anInstallation(scope) };
}

describe('a monitor beside its job', () => {
  test('has its settings under the names of the management API', () => {
    expect(monitorOf('everything').settings).toEqual({
      name: 'With everything',
      schedule: '0 2 * * MON-FRI\n0 4 * * SAT',
      timezone: 'Europe/Riga',
      ...{ early_margin_seconds: 5, grace_period_seconds: 600, max_runtime_seconds: 7_200 },
      ...{ max_misses: 2, max_failures: 3, recovery_threshold: 4, expect_first_ping: true },
      ...{ reminder_seconds: 3_600, runbook_url: 'https://wiki.test/all', post_only: true },
      ...{ tags: ['a', 'b'], channels: ['pager', 'default'] },
      body_filter: { success: ['ok'], default_fail: true },
    });
  });

  test('is made by the provider of its installation, for which CloudFormation waits ten minutes', () => {
    const { Properties } = monitorOf('poll');
    expect(Properties.ServiceTimeout).toBe('600');
    expect(JSON.stringify(Properties.ServiceToken)).toContain(':function:Downbeat-provider');
  });

  test('goes with its stack, or stays if that is wanted', () => {
    expect(monitorOf('poll')).toMatchObject({ DeletionPolicy: 'Delete' });
    expect(monitorOf('everything')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('of another app finds its installation by name', () => {
    const found = template.findResources(type, {
      Properties: { Settings: Match.stringLikeRegexp('"channels":\\["theirs"\\]') },
    });
    const [their] = Object.values(found);
    expect(JSON.stringify(their?.Properties.ServiceToken)).toContain(':function:Their-Downbeat-provider');
  });

  test('of the same app is made after its whole installation, with an id from its path and the name of the construct', () => {
    const { template: jobs, dependencies } = usual.jobs;
    expect(dependencies.map(({ id }) => id)).toContain('Downbeat');
    const [monitor] = Object.values<{ Type: string; Properties: Record<string, string> }>(
      jobs.Resources,
    ).filter(({ Type }) => Type === type);
    expect(monitor?.Properties.Id).toMatch(/^jobs-nightlyreport7-[0-9a-f]{8}$/);
    expect(JSON.parse(monitor?.Properties.Settings ?? '')).toEqual({
      name: 'Nightly-Report 7',
      schedule: 'every 1d',
    });
  });
});

test('of the same stack a monitor is made once every part of its installation is', () => {
  const { scope, downbeat } = elsewhere();
  new CfnResource(downbeat, 'Part', { type: 'Test::Part' });
  new Monitor(scope, 'Backup', { downbeat, schedule: MonitorSchedule.cron('@daily') });
  const [part] = Object.keys(Template.fromStack(scope).findResources('Test::Part'));
  Template.fromStack(scope).hasResource(type, { DependsOn: [part] });
});

test('the rules that ping a monitor are made once it is there, and go before it', () => {
  const [monitor] = Object.keys(template.findResources(type, { Properties: { Id: 'weekdays' } }));
  template.hasResource('AWS::Events::Rule', {
    Properties: { EventPattern: { source: ['aws.glue'] } },
    DependsOn: [monitor],
  });
});

describe('the ping URL', () => {
  test('is kept in a secret, and stands in no template', () => {
    const [id] = Object.keys(template.findResources(type, { Properties: { Id: 'everything' } }));
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: { 'Fn::GetAtt': [id, 'PingUrl'] },
    });
    expect(template.toJSON()).not.toHaveProperty('Outputs');
  });

  test('costs no secret where nobody asks for it', () => {
    // Of the five monitors, three have one.
    template.resourceCountIs(type, 5);
    template.resourceCountIs('AWS::SecretsManager::Secret', 3);
  });

  test('may be read by a role that is granted it, and no other secret', () => {
    const { scope, downbeat } = elsewhere();
    const monitor = new Monitor(scope, 'Backup', { downbeat, schedule: MonitorSchedule.cron('@daily') });
    const principal = new ServicePrincipal('lambda.amazonaws.com');
    monitor.grantPing(new Role(scope, 'Job', { assumedBy: principal }));
    expect(monitor.pingUrlSecret).toBe(monitor.pingUrlSecret);
    expect(permissionsIn(Template.fromStack(scope))).toEqual({
      Job: { BackupPingUrl: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'] },
    });
  });

  test('reaches a container when it starts', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Secrets: [
            { Name: 'DOWNBEAT_PING_URL', ValueFrom: { Ref: Match.stringLikeRegexp('^TaskMonitorPingUrl') } },
          ],
        }),
      ],
    });
  });

  test('reaches a function as a reference that CloudFormation resolves', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          DOWNBEAT_PING_URL: {
            'Fn::Join': ['', ['{{resolve:secretsmanager:', Match.anyValue(), ':SecretString:::}}']],
          },
        },
      },
    });
  });
});

describe('the schedule of a job', () => {
  test.each([
    ['poll', { name: 'Poll', schedule: 'every 5m', timezone: 'UTC' }],
    ['weekdays', { schedule: '30 7 * * MON-FRI', timezone: 'Europe/Riga', grace_period_seconds: 1_200 }],
    ['task', { name: 'Task', schedule: '15 2 * * *', timezone: 'UTC' }],
  ])('is that of its monitor: %s', (id, settings) => {
    expect(monitorOf(id).settings).toMatchObject(settings);
  });

  const complaint = (expression: string, zone?: TimeZone, end?: Date) => {
    const { scope, downbeat } = elsewhere();
    const job = aSchedule(scope, 'Job', expression, zone, 0, end);
    return () => Monitor.forSchedule(job, { downbeat });
  };

  test.each([
    ['cron(0 2 * * ? 2027)', 'is confined to the year 2027'],
    ['cron(0 2 L-3 * ? *)', '"L-3" is no day of the month'],
    ['cron(0 2 ? * FRI-MON *)', '"FRI-MON" is no day of the week'],
    ['cron(0 2 * * ?)', 'has 5 fields'],
    ['at(2027-01-01T00:00:00)', 'it runs once'],
    ['rate(5 fortnights)', 'no rate(<number> <unit>)'],
    ['every day', 'no rate(…) and no cron(…)'],
  ])('that is %s fails by name, and says what to pass instead', (expression, why) => {
    expect(complaint(expression)).toThrow(why);
    expect(complaint(expression)).toThrow(/^The schedule of Elsewhere\/Job .*pass `schedule`, such as/);
  });

  test('that ends fails by name', () => {
    expect(complaint('rate(1 day)', undefined, new Date('2027-01-01T00:00:00Z'))).toThrow(
      'ends at 2027-01-01',
    );
  });

  test('that no monitor can await where the clocks change fails by name', () => {
    expect(complaint('cron(30 2 * * ? *)', TimeZone.AFRICA_CASABLANCA)).toThrow('as on 2026-03-22');
    for (const fine of ['cron(30 3 * * ? *)', 'cron(*/5 * * * ? *)', 'cron(0 4 * * ? *)']) {
      expect(complaint(fine, TimeZone.EUROPE_RIGA)).not.toThrow();
    }
  });

  test('that starts on events alone fails by name', () => {
    const { scope, downbeat } = elsewhere();
    const rule = new Rule(scope, 'Job', { eventPattern: { source: ['aws.s3'] } });
    expect(() => Monitor.forSchedule(rule, { downbeat })).toThrow('Elsewhere/Job is not known at synth');
  });

  test('gives way to one that is given', () => {
    const { scope, downbeat } = elsewhere();
    const rule = new Rule(scope, 'Job', { schedule: RuleSchedule.expression('at(2027-01-01T00:00:00)') });
    Monitor.forSchedule(rule, { downbeat, schedule: MonitorSchedule.cron('@daily'), timezone: 'Asia/Tokyo' });
    Template.fromStack(scope).hasResourceProperties(type, {
      Settings: '{"name":"Job","schedule":"@daily","timezone":"Asia/Tokyo"}',
    });
  });
});

describe('a monitor is refused at synth', () => {
  const hourly = MonitorSchedule.every(Duration.hours(1));
  test.each<[string, Partial<MonitorProps>, RegExp]>([
    ['grace', { grace: Duration.days(367) }, /grace: allowed is whole seconds from 0/],
    ['grace', { grace: Duration.millis(1_500) }, /grace: allowed is whole seconds/],
    ['monitorId', { monitorId: 'Über' }, /monitorId: is not an id/],
    ['monitorName', { monitorName: ' ' }, /monitorName: allowed are 1 to 100/],
    ['schedule', { schedule: MonitorSchedule.cron('61 * * * *') }, /schedule: "61" is no minute/],
    ['schedule', { schedule: MonitorSchedule.every(Duration.seconds(5)) }, /schedule: is too short/],
    ['timezone', { timezone: 'Mars/Olympus' }, /timezone: is not a time zone/],
    ['earlyMargin', { earlyMargin: Duration.seconds(5) }, /earlyMargin: allowed is null, for only cron/],
    [
      'channels',
      { channels: ['default', 'nobody'] },
      /channels\.1: allowed is a list of 1 to 10 of default, pager/,
    ],
    ['bodyFilter', { bodyFilter: { defaultFail: true } }, /bodyFilter: allowed is a filter/],
    ['maxMisses', { maxMisses: 11 }, /maxMisses: allowed is a whole number from 1 to 10/],
  ])('by the name of its %s', (_prop, wrong, why) => {
    const { scope, downbeat } = elsewhere();
    const create = () => new Monitor(scope, 'Wrong', { downbeat, schedule: hourly, ...wrong });
    expect(create).toThrow(new RegExp(`^The monitor Elsewhere/Wrong is not valid\\. ${why.source}`));
  });

  test('with all that is wrong with it at once', () => {
    const { scope, downbeat } = elsewhere();
    const wrong = { monitorId: '!', maxRuntime: Duration.days(9), reminder: Duration.seconds(1) };
    expect(() => new Monitor(scope, 'Wrong', { downbeat, schedule: hourly, ...wrong })).toThrow(
      /monitorId: .*maxRuntime: .*reminder: /,
    );
  });
});

describe('an installation as a construct', () => {
  test('refuses settings by name, with its path', () => {
    const scope = new Stack(new App(), 'Wrong');
    expect(() => new Downbeat(scope, 'Heart', { sweepMinutes: 0, channels: {} })).toThrow(
      /^The settings of Wrong\/Heart are not valid\.\s+channels: one channel .*\s+sweepMinutes: allowed/,
    );
  });
});
