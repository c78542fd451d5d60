import fc from 'fast-check';
import { isTold } from '../../lambdas/domain/flip.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { hourMs, secondMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { times } from '../support/times.ts';
import {
  begin,
  events,
  flipsOf,
  intervalMsOf,
  monitors,
  pass,
  paused,
  pinged,
  play,
  recordsOf,
  remindersOf,
  resumed,
  type Story,
  stepped,
  tell,
  windowMsOf,
} from './story.ts';
import { missesOf } from './story-model.ts';

const numRuns = 30 * times;

/** Checks a property of every monitor of every story. */
function inEveryStory(check: (story: Story, monitor: Monitor) => void): Promise<void> {
  const property = fc.asyncProperty(events, async (happenings) => {
    const story = await play(happenings);
    for (const monitor of monitors) check(story, monitor);
  });
  return fc.assert(property, { numRuns });
}

describe('whatever pings, timers, sweeps and faults come in whatever order', () => {
  test('every last allowed deadline that is missed, and nothing else, is a stored flip as of that deadline', async () => {
    await inEveryStory((story, monitor) => {
      const missed = flipsOf(story, monitor).filter(({ reason }) => reason === 'missed');
      expect(missed.map(({ at }) => at)).toEqual(missesOf(story, monitor));
    });
  });

  test('no deadline is missed that a success or a start, acknowledged before it, has moved', async () => {
    await inEveryStory((story, monitor) => {
      // Only a success begins to count misses anew.
      const movesByMs = {
        '': windowMsOf(monitor) + (monitor.maxMisses - 1) * intervalMsOf(monitor),
        start: windowMsOf(monitor),
        ...{ fail: 0, log: 0 },
      };
      const sent = story.acknowledged.filter(({ id }) => id === monitor.id);
      const falseAlarms = flipsOf(story, monitor).filter(({ reason, at }) =>
        sent.some((ping) => {
          // Another of its kind, less than this away, may stand for it.
          const movedTo = ping.at - limits.coalesceMs + movesByMs[ping.action];
          return reason === 'missed' && ping.acknowledgedAt < at && at <= movedTo;
        }),
      );
      expect(falseAlarms).toEqual([]);
    });
  });

  test('a start moves no monitor from one status to another, and a log changes nothing at all', async () => {
    await inEveryStory((story, monitor) => {
      const logs = story.acknowledged.filter(({ action }) => action === 'log').map((log) => log.userAgent);
      const states = recordsOf(story, monitor);
      expect(states.filter((state) => logs.includes(state.monitor.lastPing?.userAgent ?? ''))).toEqual([]);
      const starts = states.filter(({ change, monitor: { lastPing } }, index) => {
        const isNew = lastPing?.userAgent !== states[index - 1]?.monitor.lastPing?.userAgent;
        return change === 'flip' && isNew && lastPing?.kind === 'start';
      });
      expect(starts).toEqual([]);
    });
  });

  test('a monitor that awaits a check-in has missed fewer deadlines in a row than it may', async () => {
    await inEveryStory((story, monitor) => {
      const states = recordsOf(story, monitor).map((record) => record.monitor);
      const awaiting = states.filter(({ deadlineAt }) => deadlineAt !== undefined);
      expect(awaiting.filter(({ misses, maxMisses }) => misses >= maxMisses)).toEqual([]);
    });
  });

  test('flips are numbered without gaps, and each begins where the one before ended', async () => {
    await inEveryStory((story, monitor) => {
      const flips = flipsOf(story, monitor);
      expect(flips.map(({ seq }) => seq)).toEqual(flips.map((_, index) => index + 1));
      expect(flips.map(({ from }) => from)).toEqual(
        ['new', ...flips.map(({ to }) => to)].slice(0, flips.length),
      );
      expect(flips.filter(({ from, to }) => from === to)).toEqual([]);
    });
  });

  test('the alerts told alternate between down and up, down first', async () => {
    await inEveryStory((story, monitor) => {
      const told = recordsOf(story, monitor).flatMap(({ change, monitor: stored }) =>
        change === 'flip' && isTold(stored) && stored.flip ? [stored.flip.to] : [],
      );
      expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'down' : 'up')));
    });
  });

  test('flips follow each other in time', async () => {
    await inEveryStory((story, monitor) => {
      const instants = flipsOf(story, monitor).map(({ at }) => at);
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
    });
  });

  test('every acknowledged check-in is stored, or another of its kind close by stands for it', async () => {
    await inEveryStory((story, monitor) => {
      const stored = recordsOf(story, monitor).flatMap(({ monitor: { lastPing } }) => lastPing ?? []);
      const unheard = story.acknowledged.filter(
        ({ id, userAgent, action, at }) =>
          id === monitor.id &&
          action !== 'log' &&
          !stored.some(
            (lastPing) =>
              lastPing.userAgent === userAgent ||
              (lastPing.kind === (action || 'success') && Math.abs(lastPing.at - at) < limits.coalesceMs),
          ),
      );
      expect(unheard).toEqual([]);
    });
  });

  test('every acknowledged ping has one history row, unless a notice says that it has none', async () => {
    await inEveryStory(({ world, acknowledged }, monitor) => {
      const rows = world.history.pings.filter(({ monitorId }) => monitorId === monitor.id);
      const known = new Set(rows.map((row) => row.ping.userAgent));
      const rowless = acknowledged.filter(({ id, userAgent }) => id === monitor.id && !known.has(userAgent));
      const notices = world.telemetry.notices.filter(
        ({ notice, details }) => notice === 'PingRowNotWritten' && details.monitorId === monitor.id,
      );
      expect(rowless.length).toBeLessThanOrEqual(notices.length);
      expect(known.size).toBe(rows.length);
    });
  });

  test('no two pings of a monitor have one number', async () => {
    await inEveryStory(({ world }, monitor) => {
      const rows = world.history.pings.filter(({ monitorId }) => monitorId === monitor.id);
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    });
  });

  test('the pings that are counted are at least those that were acknowledged', async () => {
    await inEveryStory(({ world, acknowledged }, monitor) => {
      const sent = acknowledged.filter(({ id }) => id === monitor.id);
      expect(world.monitors.peek(monitor.id).pings).toBeGreaterThanOrEqual(sent.length);
    });
  });

  test('a timer is believed in only where something is waited for, and never for after it', async () => {
    await inEveryStory((story, monitor) => {
      const states = recordsOf(story, monitor).map((record) => record.monitor);
      const late = states.filter(
        (state) => state.armedFor !== undefined && !(state.armedFor <= (wakeUpAt(state) ?? 0)),
      );
      expect(late).toEqual([]);
    });
  });

  test('the reminders of an outage are numbered, in step with when it was noticed, and none comes twice', async () => {
    await inEveryStory((story, monitor) => {
      const everyMs = (monitor.reminderSeconds ?? 0) * secondMs;
      let before = { seq: 0, number: 0, at: 0 };
      for (const { storedAt, flip, status, reminder } of remindersOf(story, monitor)) {
        if (flip.seq !== before.seq) before = { seq: flip.seq, number: 0, at: flip.detectedAt };
        expect([status, reminder.number]).toEqual(['down', before.number + 1]);
        expect((reminder.at - flip.detectedAt) % everyMs).toBe(0);
        expect(reminder.at).toBeGreaterThan(before.at);
        expect(storedAt - reminder.at).toBeLessThan(everyMs);
        before = { ...before, ...reminder };
      }
    });
  });

  test('no pause outlives its end, as of which it is over', async () => {
    await inEveryStory((story, monitor) => {
      const records = recordsOf(story, monitor);
      for (const [index, { monitor: state }] of records.entries()) {
        const { statusSince = 0, resumeAt = Number.POSITIVE_INFINITY } = records[index - 1]?.monitor ?? {};
        // One that lost races until after its end began no sooner.
        const endsAt = Math.max(resumeAt, statusSince);
        if (state.status !== 'paused') expect(state.statusSince).toBeLessThanOrEqual(endsAt);
      }
      expect(records.at(-1)?.monitor.status).not.toBe('paused');
    });
  });
});

describe('when nothing fails', () => {
  function expectPunctual(story: Story, monitor: Monitor) {
    const records = recordsOf(story, monitor);
    const missed = records.filter(
      ({ change, monitor: { flip } }) => change === 'flip' && flip?.reason === 'missed',
    );
    expect(missed.map(({ storedAt }) => storedAt)).toEqual(missesOf(story, monitor));
    // Reminders and ends of pauses come at their own instants, but for what people do.
    for (const { change, storedAt, monitor: stored } of records) {
      if (change === 'reminder') expect(storedAt).toBe(stored.reminder?.at);
      if (change === 'flip') expect(stored.flip?.detectedAt).toBe(stored.flip?.at);
    }
    // A miss that is not the last allowed was noticed at the deadline before the one that is awaited now.
    for (const { storedAt, monitor: stored } of records.filter(({ change }) => change === 'miss')) {
      expect(storedAt).toBe((stored.deadlineAt ?? Number.NaN) - intervalMsOf(monitor));
    }
  }

  test('every miss is noticed at its deadline, though no sweep ever comes', async () => {
    const punctual = fc.array(
      fc.oneof({ weight: 3, arbitrary: pinged }, { weight: 3, arbitrary: stepped }, paused, resumed),
      {
        maxLength: 40,
      },
    );
    const lateness = fc.integer({ min: 0, max: limits.schedulerLeadMs });
    await fc.assert(
      fc.asyncProperty(punctual, lateness, async (happenings, schedulerLateMs) => {
        const story = begin();
        for (const happening of [...happenings, { event: 'step' as const, milliseconds: 3 * hourMs }]) {
          if (happening.event === 'step') await pass(story, happening.milliseconds, schedulerLateMs);
          else await tell(story, happening);
        }
        for (const monitor of monitors) expectPunctual(story, monitor);
      }),
      { numRuns },
    );
  });
});
