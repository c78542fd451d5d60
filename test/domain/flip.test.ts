import { alertFor, type Flip, isTold } from '../../lambdas/domain/flip.ts';
import type { Status } from '../../lambdas/domain/monitor.ts';

function aFlip(from: Status, to: Status): Flip {
  return { seq: 3, from, to, at: 2_000, detectedAt: 3_000, since: 1_000, reason: 'missed' };
}

const toldDown = { seq: 1, kind: 'down' } as const;
const toldUp = { seq: 2, kind: 'up' } as const;

describe('an alert is', () => {
  test.each<[Status, Status, typeof toldDown | typeof toldUp | undefined, 'down' | 'up']>([
    ['new', 'down', undefined, 'down'],
    ['up', 'down', undefined, 'down'],
    ['up', 'down', toldUp, 'down'],
    // A job that reports its own failure is news, though silence would not have been.
    ['paused', 'down', undefined, 'down'],
    ['paused', 'down', toldUp, 'down'],
    ['down', 'up', toldDown, 'up'],
    // Who was told that it is down must not be left with that.
    ['paused', 'up', toldDown, 'up'],
    // An earlier version stored a monitor that is down without its last alert.
    ['down', 'up', undefined, 'up'],
  ])('the flip from %s to %s where the last alert was %j', (from, to, lastAlert, kind) => {
    expect(alertFor(aFlip(from, to), lastAlert)).toBe(kind);
  });
});

describe('no alert is', () => {
  test.each<[Status, Status, typeof toldDown | typeof toldUp | undefined]>([
    ['new', 'up', undefined],
    ['paused', 'up', undefined],
    ['paused', 'up', toldUp],
    ['new', 'paused', undefined],
    ['up', 'paused', toldUp],
    ['down', 'paused', toldDown],
    ['paused', 'down', toldDown],
  ])('the flip from %s to %s where the last alert was %j', (from, to, lastAlert) => {
    expect(alertFor(aFlip(from, to), lastAlert)).toBeUndefined();
  });
});

describe('people are told of a flip', () => {
  test('that is the last alert', () => {
    expect(isTold({ flip: aFlip('up', 'down'), lastAlert: { seq: 3, kind: 'down' } })).toBe(true);
  });

  test.each<[Status, Status]>([
    ['up', 'down'],
    ['down', 'up'],
  ])('from %s to %s that an earlier version stored without a last alert', (from, to) => {
    expect(isTold({ flip: aFlip(from, to) })).toBe(true);
  });
});

describe('people are not told', () => {
  test('of a flip that is not the last alert', () => {
    expect(isTold({ flip: aFlip('down', 'paused'), lastAlert: toldDown })).toBe(false);
  });

  test('of a first success', () => {
    expect(isTold({ flip: aFlip('new', 'up') })).toBe(false);
  });

  test('of no flip at all', () => {
    expect(isTold({})).toBe(false);
  });
});
