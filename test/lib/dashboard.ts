import { other, usual } from '../support/stack.ts';

const { template } = usual;

interface Widget {
  type: string;
  properties: { title: string; endpoint?: string; alarms?: unknown[]; metrics?: unknown[][] };
}

/** The widgets of the dashboard, with what CloudFormation fills in as its name in the template. */
function widgets(): Widget[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  if (!dashboard) throw new Error('There is no dashboard.');
  const [separator, parts] = dashboard.Properties.DashboardBody['Fn::Join'];
  const texts = parts.map((part: string | { Ref?: string; 'Fn::GetAtt'?: string[] }) =>
    typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.join('.')),
  );
  return JSON.parse(texts.join(separator)).widgets;
}

/** The names of the metrics of a widget. Where all but the label is as before, CloudWatch writes dots. */
function metricsOf(title: string): string[] {
  const found = widgets().find(({ properties }) => properties.title === title);
  let before: unknown[] = [];
  const names = (found?.properties.metrics ?? []).map((metric) => {
    before = metric.map((part, index) => (part === '.' ? before[index] : part));
    return String(before[1]);
  });
  return [...new Set(names)];
}

describe('the dashboard', () => {
  test('shows the monitors first, by a function of ours that runs when the page is refreshed or the widget has another size', () => {
    const [first] = widgets();
    const [id] = Object.keys(
      template.findResources('AWS::Lambda::Function', {
        Properties: { Description: 'Shows the monitors on the CloudWatch dashboard.' },
      }),
    );
    expect([first?.type, first?.properties]).toEqual([
      'custom',
      {
        title: 'Monitors',
        endpoint: `${id}.Arn`,
        updateOn: { refresh: true, resize: true, timeRange: false },
      },
    ]);
  });

  test('needs nobody to be let in to that function: who looks calls it', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    expect(permissions.length).toBeGreaterThan(0);
    expect(JSON.stringify(permissions)).not.toContain('Widget');
  });

  test('shows the status of every alarm next', () => {
    const [, first] = widgets();
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    expect([first?.type, first?.properties.alarms]).toEqual(['alarm', alarms.map((id) => `${id}.Arn`)]);
  });

  test.each([
    ['Pings', ['Invocations', 'SuccessfulRequestLatency']],
    ['Answers of the API', ['Count', '4xx', '5xx']],
    ['Latency (ms)', ['Latency', 'Duration']],
    ['Flips', ['Flips']],
    ['Alerts published, by channel', ['NumberOfMessagesPublished']],
    ['Alerts failed', ['NumberOfNotificationsFailed', 'AlertNotDelivered', 'AlertLost', 'TopicRefused']],
    ['From the deadline to its miss (ms)', ['EvaluationDelay']],
    ['Lateness of timers (ms)', ['TimerLateness']],
    ['Oldest that waits', ['ApproximateAgeOfOldestMessage', 'IteratorAge']],
    ['Sweeps', ['SweepCompleted', 'SweepCut', 'SweepFailed']],
    ['Found by sweeps', ['DeadlineOverdue', 'TimersMissing', 'ChannelUnheard']],
    ['Dead letters', ['ApproximateNumberOfMessagesVisible']],
    ['Errors', ['Errors']],
    ['Throttles', ['Throttles']],
    ['Time of functions (ms, all together)', ['Duration']],
    ['Cost: capacity units', ['ConsumedWriteCapacityUnits', 'ConsumedReadCapacityUnits']],
    ['Cost: bytes of logs', ['IncomingBytes']],
    ['Cost: messages', ['NumberOfMessagesSent', 'SMSMonthToDateSpentUSD']],
  ])('shows "%s"', (title, metrics) => {
    expect(metricsOf(title)).toEqual(metrics);
  });

  test('shows what the functions measure under the dimension that they write', () => {
    const own = widgets().flatMap(({ properties }) => properties.metrics ?? []);
    const [first] = own.filter(([namespace]) => namespace === 'Downbeat');
    expect(first?.slice(0, 4)).toEqual(['Downbeat', 'Flips', 'Installation', 'Downbeat']);
  });

  test('is named after the installation and its Region, for the account has one list of names', () => {
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: { 'Fn::Join': ['', ['Downbeat-', { Ref: 'AWS::Region' }]] },
    });
  });

  test('is left out if the context says so, and with it the function that shows the monitors there', () => {
    other.template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(JSON.stringify(other.template.toJSON())).not.toContain('Widget');
  });
});
