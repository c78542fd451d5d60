import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { limits } from '../../lambdas/domain/limits.ts';
import { times } from '../support/times.ts';
import { deeds, type History, histories, restlessHistories } from './histories.ts';
import { Cloud, Play } from './play.ts';

const { pings, looks, pauses, changes, events } = deeds;

/** Checks what is said of every such history. A failure names the seed that repeats it. */
function holds(such: fc.Arbitrary<History>, count: number, check: (history: History) => void): void {
  fc.assert(fc.property(such, check), { numRuns: count * times });
}

/** Plays a history on both monitors, which agree after each step. */
function agree(history: History): void {
  const play = new Play(history);
  compare(play);
  for (const { advance, deed } of history.steps) {
    play.advance(advance);
    play.do(deed);
    compare(play);
  }
}

function compare({ cloud, model, now }: Play): void {
  const [done, ruled] = [cloud.take(now), model.take(now)];
  // Jest's own comparison is too slow for what agrees.
  if (!isDeepStrictEqual(done, ruled)) expect(done).toEqual(ruled);
}

/**
 * Both ways of looking tell the same story: only when things were noticed, and people reminded, differs. Whether a
 * monitor flaps depends on when its flips were noticed, so where it does they tell different ones.
 */
function sameWhoeverLooks(history: History): void {
  const { script, end } = Play.script(history);
  const [eager, lazy] = [new Cloud(history.settings), new Cloud(history.settings)];
  for (const { now, deed } of script) {
    eager.lookAtEachInstant(now);
    lazy.lookAtEachInstant(now, limits.lateLookMs);
    if (deed !== 'look') for (const one of [eager, lazy]) one.do(deed, now);
  }
  eager.lookAtEachInstant(end);
  lazy.lookAtEachInstant(end, limits.lateLookMs);
  lazy.passTo(end);
  const stories = [lazy, eager].map((cloud) => story(cloud, end));
  fc.pre(!stories.some(({ flips }) => flips.some(({ told }) => told === 'notice')));
  expect(stories[0]).toEqual(stories[1]);
}

function story(cloud: Cloud, now: number) {
  const { flips, wakeUpAt: _wakeUpAt, reminders: _reminders, ...rest } = cloud.take(now);
  return { ...rest, flips: flips.map(({ detectedAt: _detectedAt, ...flip }) => flip) };
}

describe('in every history, a monitor does what the rules say', () => {
  test('to pings, and to the time between them', () => {
    holds(histories([pings, looks]), 700, agree);
  });

  test('to pings and pauses', () => {
    holds(histories([pings, looks, pauses]), 750, agree);
  });

  test('to pings and changes', () => {
    holds(histories([pings, looks, changes]), 800, agree);
  });

  test('to whatever may happen', () => {
    holds(histories([pings, looks, pauses, changes]), 600, agree);
  });

  test('to events that tell when they happened, and to whatever may happen between them', () => {
    holds(histories([events, events, events, pings, looks, pauses, changes]), 350, agree);
  });

  test('to bursts of pings that make it flap, and to whatever may happen between them', () => {
    holds(restlessHistories([pings, looks, looks, pauses, changes]), 200, agree);
  });
});

test('looking at each instant that matters, or five minutes after it, tells the same story', () => {
  holds(histories([pings, pings, looks, pauses, changes]), 350, sameWhoeverLooks);
});
