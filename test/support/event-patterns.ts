import { type AwsEvent, ownPing } from './aws-events.ts';

/** A pattern of a rule, a detail or an event that it meets, and whether it lets it in. */
export interface PatternCase {
  title: string;
  pattern: object;
  event: AwsEvent;
  lets: boolean;
}

function ofDetail(
  title: string,
  pattern: object,
  detail: Record<string, unknown>,
  lets: boolean,
): PatternCase {
  return { title, pattern: { detail: pattern }, event: ownPing(detail), lets };
}

const index = { arrayProperties: { index: [{ exists: false }] } };
const running = { state: ['RUNNING'], job: { name: ['backup'] } };

/** What patterns mean by "Event patterns" and "Comparison operators" in the user guide of EventBridge, as far as rules of ours go. */
export const patternCases: PatternCase[] = [
  { title: 'of no field', pattern: { source: ['other'] }, event: ownPing({}), lets: false },
  {
    title: 'of the envelope',
    pattern: { source: ['downbeat.ping'], 'detail-type': ['Ping'], account: ['123456789012'] },
    event: ownPing({}),
    lets: true,
  },
  {
    title: 'of one of several resources',
    pattern: { resources: ['arn:b'] },
    event: ownPing({}, { resources: ['arn:a', 'arn:b'] }),
    lets: true,
  },
  ofDetail('of an exact text', { state: ['RUNNING'] }, { state: 'RUNNING' }, true),
  ofDetail('of another case', { state: ['RUNNING'] }, { state: 'running' }, false),
  ofDetail('of a longer text', { state: ['RUNNING'] }, { state: 'RUNNING2' }, false),
  ofDetail('of a number that looks like the text', { state: ['1'] }, { state: 1 }, false),
  ofDetail('of any of several texts', { state: ['FAILED', 'RUNNING'] }, { state: 'RUNNING' }, true),
  ofDetail('of several fields', running, { state: 'RUNNING', job: { name: 'backup' }, more: 1 }, true),
  ofDetail('of several fields, one of them other', running, { state: 'RUNNING', job: { name: 'x' } }, false),
  ofDetail('of several fields, one of them missing', running, { state: 'RUNNING' }, false),
  ofDetail('of one in a list', { state: ['RUNNING'] }, { state: ['FAILED', 'RUNNING'] }, true),
  ofDetail('of none in a list', { state: ['RUNNING'] }, { state: ['FAILED', 'STOPPED'] }, false),
  ofDetail(
    'of a field in a list of objects',
    { phases: { type: ['BUILD'] } },
    { phases: [{ type: 'INSTALL' }, { type: 'BUILD' }] },
    true,
  ),
  ofDetail(
    'of two fields, each in another object of a list',
    { phases: { type: ['BUILD'], state: ['FAILED'] } },
    {
      phases: [
        { type: 'BUILD', state: 'SUCCEEDED' },
        { type: 'INSTALL', state: 'FAILED' },
      ],
    },
    false,
  ),
  ofDetail('of a beginning', { arn: [{ prefix: 'arn:x:' }] }, { arn: 'arn:x:1' }, true),
  ofDetail('of a whole text as its beginning', { arn: [{ prefix: 'arn:x:' }] }, { arn: 'arn:x:' }, true),
  ofDetail('of a beginning elsewhere', { arn: [{ prefix: 'x:' }] }, { arn: 'arn:x:1' }, false),
  ofDetail('of the beginning of a missing field', { arn: [{ prefix: '' }] }, {}, false),
  ofDetail('of the beginning of one in a list', { arn: [{ prefix: 'b' }] }, { arn: ['a1', 'b1'] }, true),
  ofDetail('of a missing field', index, { arrayProperties: { size: 3 } }, true),
  ofDetail('of a field that is missing with all around it', index, {}, true),
  ofDetail('of a missing field that is there', index, { arrayProperties: { index: 0 } }, false),
  ofDetail('of a missing field that is null', index, { arrayProperties: { index: null } }, false),
  ofDetail('of a field that is there', { state: [{ exists: true }] }, { state: '' }, true),
  ofDetail('of a field that is not there', { state: [{ exists: true }] }, {}, false),
  ofDetail('of a text, or none', { state: ['RUNNING', { exists: false }] }, {}, true),
];
