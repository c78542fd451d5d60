import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type Deed, deeds, type History, histories } from './histories.ts';
import { Cloud, Play } from './play.ts';

const { pings, looks, pauses, changes } = deeds;

/** Checks what is said of every history of these deeds. A failure names the seed that repeats it. */
function holds(ofDeeds: fc.Arbitrary<Deed>[], numRuns: number, check: (history: History) => void): void {
  fc.assert(fc.property(histories(ofDeeds), check), { numRuns });
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

/** Both ways of looking tell the same story: only when things were noticed, and people reminded, differs. */
function sameWhoeverLooks(history: History): void {
  const { script, end } = Play.script(history);
  const [eager, lazy] = [new Cloud(history.settings), new Cloud(history.settings)];
  for (const { now, deed } of script) {
    eager.lookAtEachInstant(now);
    if (deed !== 'look') for (const one of [eager, lazy]) one.do(deed, now);
  }
  eager.lookAtEachInstant(end);
  lazy.passTo(end);
  expect(story(lazy, end)).toEqual(story(eager, end));
}

function story(cloud: Cloud, now: number): unknown {
  const { flips, wakeUpAt: _wakeUpAt, reminders: _reminders, ...rest } = cloud.take(now);
  return { ...rest, flips: flips.map(({ detectedAt: _detectedAt, ...flip }) => flip) };
}

describe('in every history, a monitor does what the rules say', () => {
  test('to pings, and to the time between them', () => {
    holds([pings, looks], 6_000, agree);
  });

  test('to pings and pauses', () => {
    holds([pings, looks, pauses], 5_000, agree);
  });

  test('to pings and changes', () => {
    holds([pings, looks, changes], 6_000, agree);
  });

  test('to whatever may happen', () => {
    holds([pings, looks, pauses, changes], 3_000, agree);
  });
});

test('looking at each instant that matters, or not until the end, tells the same story', () => {
  holds([pings, pings, looks, pauses, changes], 1_500, sameWhoeverLooks);
});
