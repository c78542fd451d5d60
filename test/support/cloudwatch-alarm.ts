const state = { enum: ['ALARM', 'OK', 'INSUFFICIENT_DATA'] };
const text = { type: 'string', minLength: 1 };
const arns = { type: 'array', items: text };

/**
 * A JSON Schema of what CloudWatch publishes to a topic when the alarm of one metric changes its state, from the
 * fields of Amazon's own example of such a message and the bounds of `PutMetricAlarm`.
 */
export const cloudWatchAlarm = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: [
    'AlarmName',
    'AlarmDescription',
    'AWSAccountId',
    'NewStateValue',
    'NewStateReason',
    'StateChangeTime',
    'Region',
    'AlarmArn',
    'OldStateValue',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'Trigger',
  ],
  properties: {
    AlarmName: { type: 'string', minLength: 1, maxLength: 255 },
    AlarmDescription: { type: ['string', 'null'], maxLength: 1_024 },
    AWSAccountId: { type: 'string', pattern: '^\\d{12}$' },
    AlarmConfigurationUpdatedTimestamp: text,
    NewStateValue: state,
    NewStateReason: { type: 'string', minLength: 1, maxLength: 1_023 },
    StateChangeTime: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000$',
    },
    Region: text,
    AlarmArn: { type: 'string', pattern: '^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\\d{12}:alarm:.+$' },
    OldStateValue: state,
    OKActions: arns,
    AlarmActions: arns,
    InsufficientDataActions: arns,
    Trigger: {
      type: 'object',
      required: [
        'MetricName',
        'Namespace',
        'StatisticType',
        'Statistic',
        'Unit',
        'Dimensions',
        'Period',
        'EvaluationPeriods',
        'ComparisonOperator',
        'Threshold',
        'TreatMissingData',
        'EvaluateLowSampleCountPercentile',
      ],
      properties: {
        MetricName: text,
        Namespace: text,
        StatisticType: { enum: ['Statistic', 'ExtendedStatistic'] },
        Statistic: { enum: ['AVERAGE', 'MAXIMUM', 'MINIMUM', 'SUM', 'SAMPLE_COUNT'] },
        Unit: { type: ['string', 'null'] },
        Dimensions: {
          type: 'array',
          maxItems: 30,
          items: { type: 'object', required: ['name', 'value'], properties: { name: text, value: text } },
        },
        Period: { type: 'integer', minimum: 10 },
        EvaluationPeriods: { type: 'integer', minimum: 1 },
        ComparisonOperator: { type: 'string', pattern: '^(GreaterThan|LessThan).*Threshold$' },
        Threshold: { type: 'number' },
        TreatMissingData: { type: 'string' },
        EvaluateLowSampleCountPercentile: { type: 'string' },
      },
    },
  },
};
