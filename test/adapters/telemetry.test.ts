import { CloudWatchTelemetry } from '../../lambdas/adapters/telemetry.ts';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { logged } from '../logs/logged.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');
let lines: string[] = [];

const telemetry = new CloudWatchTelemetry(
  'downbeat-prod',
  () => noon,
  (line) => {
    logged('the telemetry', line);
    lines.push(line);
  },
);

beforeEach(() => {
  lines = [];
});

/** The one line that was written, read as JSON. */
function written(): unknown {
  expect(lines).toHaveLength(1);
  return JSON.parse(lines.join(''));
}

test('a notice is a line in embedded metric format that counts one', () => {
  telemetry.notice('SweepFailed');
  expect(written()).toEqual({
    _aws: {
      Timestamp: noon,
      CloudWatchMetrics: [
        {
          Namespace: 'Downbeat',
          Dimensions: [['Installation']],
          Metrics: [{ Name: 'SweepFailed', Unit: 'Count' }],
        },
      ],
    },
    Installation: 'downbeat-prod',
    SweepFailed: 1,
    details: {},
  });
});

test('a notice shows its details', () => {
  telemetry.notice('TimerNotArmed', { monitorId: 'backup', attempts: 3 });
  expect(written()).toMatchObject({ details: { monitorId: 'backup', attempts: 3 } });
});

test('details cannot take the place of what makes the line a metric', () => {
  telemetry.notice('SweepFailed', { SweepFailed: 7, Installation: 'another' });
  expect(written()).toMatchObject({ SweepFailed: 1, Installation: 'downbeat-prod' });
});

test('a notice tells its cause by name and message, down to the first one', () => {
  const throttled = new Error('Rate exceeded', { cause: new RangeError('too many') });
  throttled.name = 'ThrottlingException';
  telemetry.notice('AlertNotDelivered', {}, new Unavailable('SNS', throttled));
  expect(written()).toMatchObject({
    cause: 'Unavailable: SNS is unavailable. <- ThrottlingException: Rate exceeded <- RangeError: too many',
  });
});

test.each([
  ['a text', 'no network', 'no network'],
  ['null', null, 'null'],
])('a cause that is %s instead of an error is told as it is', (_what, cause, text) => {
  telemetry.notice('SweepFailed', {}, cause);
  expect(written()).toMatchObject({ cause: text });
});

test('line breaks within a cause do not break the line', () => {
  telemetry.notice('SweepFailed', {}, new Error('first\nsecond'));
  expect(lines.join('').match(/\n/g)).toHaveLength(1);
  expect(lines.join('')).toMatch(/\}\n$/);
});

test('every notice is a line of its own', () => {
  telemetry.notice('SweepFailed');
  telemetry.notice('SweepCompleted');
  expect(lines.map((line) => line.endsWith('}\n'))).toEqual([true, true]);
});

test('a notice goes to standard output when no other place is given', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    new CloudWatchTelemetry('downbeat-prod', () => noon).notice('SweepCompleted');
    expect(write).toHaveBeenCalledTimes(1);
    expect(write).toHaveBeenCalledWith(expect.stringContaining('"SweepCompleted":1'));
  } finally {
    write.mockRestore();
  }
});

describe('what is measured', () => {
  test('is one line for an invocation, with every value under its unit', () => {
    telemetry.measure('Flips', 1);
    telemetry.measure('EvaluationDelay', 1_200);
    telemetry.measure('Flips', 1);
    expect(lines).toEqual([]);
    telemetry.flush();
    expect(written()).toEqual({
      _aws: {
        Timestamp: noon,
        CloudWatchMetrics: [
          {
            Namespace: 'Downbeat',
            Dimensions: [['Installation']],
            Metrics: [
              { Name: 'Flips', Unit: 'Count' },
              { Name: 'EvaluationDelay', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      Installation: 'downbeat-prod',
      Flips: [1, 1],
      EvaluationDelay: [1_200],
    });
  });

  test.each([
    ['Flips', 'Count'],
    ['EvaluationDelay', 'Milliseconds'],
    ['TimerLateness', 'Milliseconds'],
    ['TimersMissing', 'Count'],
  ] as const)('has its unit: %s is a number of %s', (measurement, Unit) => {
    telemetry.measure(measurement, 1);
    telemetry.flush();
    const [{ Metrics }] = JSON.parse(lines.join(''))._aws.CloudWatchMetrics;
    expect(Metrics).toEqual([{ Name: measurement, Unit }]);
  });

  test('is written once, and nothing is no line', () => {
    telemetry.measure('TimersMissing', 3);
    telemetry.flush();
    telemetry.flush();
    expect(written()).toMatchObject({ TimersMissing: [3] });
  });

  test('never has more values in a line than CloudWatch takes, and loses none', () => {
    for (let value = 1; value <= 101; value += 1) telemetry.measure('TimerLateness', value);
    telemetry.flush();
    const values = lines.map((line) => JSON.parse(line).TimerLateness);
    expect(values.map(({ length }) => length)).toEqual([100, 1]);
    expect(values.flat()).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
  });
});
