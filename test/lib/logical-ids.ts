import { usual } from '../support/stack.ts';

const { template } = usual;

/**
 * CloudFormation knows a resource by its logical id: one that changes, because a construct was moved or renamed, makes a
 * new resource and deletes the old. Each of these would be missed.
 */
const kept: Record<string, string[]> = {
  // The monitors and their history.
  'AWS::DynamoDB::GlobalTable': ['TablesHistory40CCE7D9', 'TablesMonitors0FE4D798'],
  // Wake-ups and dead letters; set schedules name the first, as their target.
  'AWS::SQS::Queue': [
    'DeadlineTimerQueue697A3639',
    'DeadlineTimerDeadLetters8833604B',
    'Failures8A3E1A2F',
    'ChannelsDeadLettersB011EC0C',
  ],
  // Every timer that is set. Its name is fixed too: a second group could not be created beside it.
  'AWS::Scheduler::ScheduleGroup': ['DeadlineTimerSchedulesEC07FFBD'],
  'AWS::Scheduler::Schedule': ['SweepingScheduleE7E6813D'],
  // What others have subscribed to by hand.
  'AWS::SNS::Topic': [
    'ChannelsEvents58D9974F',
    'ChannelsChanneldefault85F7900A',
    'ChannelsChannelpager52B11956',
    'AlarmsTopic3A2DFEBA',
  ],
  // People have confirmed these.
  'AWS::SNS::Subscription': [
    'ChannelsChanneldefaultopsexamplecomC5C01A21',
    'ChannelsChanneldefault371200000009D17EF95',
    'ChannelsChannelpagerhttpspagerexampleinA09BBF25',
    'AlarmsTopicbossexamplecomC5477344',
  ],
  // The host name in every ping URL.
  'AWS::ApiGatewayV2::Api': ['HttpApi4E1D4184'],
  // Its name is fixed: a second could not be created beside it.
  'AWS::CloudWatch::Dashboard': ['Dashboard7A714131'],
  'AWS::Logs::LogGroup': [
    'PingLogA26DCCEA',
    'ManageLog07BE63AC',
    'ProviderLogA5DC1C90',
    'DeadlineLog442E9BBE',
    'AlertLog7E71263B',
    'RecordLog985C2B34',
    'StatusLog92BA8BB5',
    'SweepLog1EABA1B4',
    'WidgetLog88081678',
    'EventsLog2EA4FD4A',
    'HttpAccessLogC8763DB1',
  ],
};

test.each(Object.entries(kept))('every %s keeps its logical id', (type, ids) => {
  expect(Object.keys(template.findResources(type)).sort()).toEqual([...ids].sort());
});

test('the role of the timer keeps its logical id: schedules that are set name it', () => {
  expect(template.findResources('AWS::IAM::Role')).toHaveProperty('DeadlineTimerRole95006A87');
});
