/** The environment of every function, as the constructs write it. */
export const environment = {
  INSTALLATION: 'Test',
  AWS_REGION: 'us-east-1',
  MONITORS_TABLE: 'monitors',
  HISTORY_TABLE: 'history',
  HISTORY_PING_DAYS: '90',
  HISTORY_FLIP_DAYS: '400',
  DEADLINE_QUEUE_URL: 'https://sqs.test/deadlines',
  DEADLINE_QUEUE_ARN: 'arn:aws:sqs:us-east-1:000000000000:deadlines',
  FAILURE_QUEUE_ARN: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
  SCHEDULE_GROUP: 'Test-monitors',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/timer',
  EVENTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:events',
  CHANNEL_TOPIC_ARNS: 'default=arn:aws:sns:us-east-1:000000000000:default',
  MAX_AUTO_CREATED: '1000',
};
