/** A deliberate mistake: a change of one place in one source. */
export interface Defect {
  name: string;
  /** The seed that is tried first: it caught the defect when that was written. */
  lastCaughtBy: number;
  /** The end of the source's path. */
  file: string;
  from: string;
  to: string;
}

/** Each is to be caught by one of the seeds 1 to `defectSeeds`. */
export const defectSeeds = 400;

export const defects: readonly Defect[] = [
  {
    name: 'a timer that moves earlier is set after the save',
    lastCaughtBy: 1,
    file: 'domain/timer.ts',
    from: `at < pendingAt) return 'before_save'`,
    to: `at < pendingAt) return 'after_save'`,
  },
  {
    name: 'a wake-up is believed without a look at the clock',
    lastCaughtBy: 1,
    file: 'usecases/check-deadline.ts',
    from: 'await storePassed(deps, before, now, {',
    to: 'await storePassed(deps, before, Math.max(now, wakeUpAt(before.monitor) ?? now), {',
  },
  {
    name: 'alerts go out for saves that lost their race',
    lastCaughtBy: 231,
    file: 'simulation/tables.ts',
    from: `if (version !== stored.version) return 'lost';`,
    to: `if (version !== stored.version) {
      if (write.change === 'flip') this.#landed({ execution, before: undefined, after: { ...stored, monitor }, change: 'flip', countsPing: false });
      return 'lost';
    }`,
  },
  {
    name: 'saves ask for no version',
    lastCaughtBy: 7,
    file: 'simulation/tables.ts',
    from: `if (version !== stored.version) return 'lost';`,
    to: '',
  },
  {
    name: 'the sweep looks at nothing',
    lastCaughtBy: 3,
    file: 'usecases/sweep.ts',
    from: 'run.tally.monitors += 1;',
    to: 'if (run) continue;',
  },
  {
    name: 'a ping does not recognise its own save',
    lastCaughtBy: 73,
    file: 'usecases/store-ping.ts',
    from: 'if (tries > 1 && stored.requestId === requestId) return alreadyStored(stored, ping);',
    to: '',
  },
  {
    name: 'at its deadline a monitor is not yet late',
    lastCaughtBy: 7,
    file: 'domain/passing.ts',
    from: 'if (at === undefined || until < at) return undefined;',
    to: 'if (at === undefined || until <= at) return undefined;',
  },
  {
    name: 'a failed delivery is remembered as one that was made',
    lastCaughtBy: 6,
    file: 'usecases/tell-machines.ts',
    from: 'await machine.publish(writer.event(entry.news));',
    to: 'memory.add(machine.name, eventId);\n      await machine.publish(writer.event(entry.news));',
  },
  {
    name: 'people who could not be told are forgotten',
    lastCaughtBy: 16,
    file: 'usecases/tell-people.ts',
    from: 'for (const entry of unsent.flatMap(({ portion }) => portion)) await delivery.failed(entry, error);',
    to: '',
  },
  {
    name: 'a batch of the stream that failed does not come again',
    lastCaughtBy: 6,
    file: 'usecases/delivery.ts',
    from: 'return recordId;\n  }',
    to: 'return undefined;\n  }',
  },
  {
    name: 'what follows a failure overtakes it',
    lastCaughtBy: 67,
    file: 'usecases/tell-people.ts',
    from: 'await delivery.failed(entry, error);\n      break;',
    to: 'await delivery.failed(entry, error);',
  },
  {
    name: 'no timer is set when a pause ends',
    lastCaughtBy: 87,
    file: 'domain/timer.ts',
    from: 'const { armedFor } = before;',
    to: `const { armedFor } = before;\n  if (before.status === 'paused') return 'no';`,
  },
  {
    name: 'a ping that lost its race only counts itself',
    lastCaughtBy: 64,
    file: 'usecases/store-ping.ts',
    from: 'if (tries > 1 && alreadySaid(stored.monitor, ping))',
    to: 'if (tries > 1)',
  },
  {
    name: 'a late ping hides the miss',
    lastCaughtBy: 2,
    file: 'usecases/store-ping.ts',
    from: '(await storePassed(deps, before, receivedAt(ping), { until: ping.at })) ?? before',
    to: '((await Promise.resolve(storePassed && undefined)) as StoredMonitor | undefined) ?? before',
  },
  {
    name: 'every ping sets a timer',
    lastCaughtBy: 19,
    file: 'domain/timer.ts',
    from: 'at - armedFor > tolerance',
    to: 'at - armedFor > Math.min(0, tolerance)',
  },
  {
    name: 'stale wake-ups are answered too',
    lastCaughtBy: 74,
    file: 'usecases/check-deadline.ts',
    from: 'if (look.isCurrent) {',
    to: 'if (look.now > 0) {',
  },
  {
    name: 'a ping that could not be stored is acknowledged',
    lastCaughtBy: 6,
    file: 'usecases/store-ping.ts',
    from: `if (reloaded?.version !== before.version) return 'lost';\n    throw error;`,
    to: 'return { monitor: before.monitor, ping, number: 1 };',
  },
  {
    name: 'pings leave no row in history',
    lastCaughtBy: 2,
    file: 'usecases/record-ping.ts',
    from: 'addToHistory(deps, recorded),',
    to: 'addToHistory && undefined,',
  },
  {
    name: 'a flapping monitor never settles',
    lastCaughtBy: 1,
    file: 'domain/flapping.ts',
    from: 'lastAt + limits.flappingQuietMs',
    to: 'undefined',
  },
  {
    name: 'a pause makes up for the outage before it',
    lastCaughtBy: 114,
    file: 'domain/flip.ts',
    from: `const knownDown = (lastAlert?.kind ?? from) === 'down';`,
    to: `const knownDown = (from === 'paused' ? 'up' : (lastAlert?.kind ?? from)) === 'down';`,
  },
  {
    name: 'nobody looks at a deadline that a change has made pass',
    lastCaughtBy: 173,
    file: 'usecases/change-monitor.ts',
    from: '(await lookIfPassed(deps, saved.monitor)) ?? saved',
    to: 'lookIfPassed && saved',
  },
  {
    name: 'whoever looks late counts the miss at once',
    lastCaughtBy: 5,
    file: 'domain/further-grace.ts',
    from: 'now - deadlineAt <= limits.lateLookMs',
    to: 'now - deadlineAt <= limits.lateLookMs * 1_000',
  },
  {
    name: 'further grace is given again and again',
    lastCaughtBy: 33,
    file: 'domain/further-grace.ts',
    from: 'return furtherGrace === undefined || furtherGrace.until < deadlineAt;',
    to: 'return furtherGrace === undefined || furtherGrace.until < now;',
  },
  {
    name: 'further grace is given and not waited for',
    lastCaughtBy: 5,
    file: 'domain/deadline.ts',
    from: 'Math.max(deadlineAt, furtherGrace?.until ?? deadlineAt)',
    to: 'Math.min(deadlineAt, furtherGrace?.until ?? deadlineAt)',
  },
  {
    name: 'further grace is given to whoever is late at all',
    lastCaughtBy: 2,
    file: 'domain/further-grace.ts',
    from: 'now - deadlineAt <= limits.lateLookMs',
    to: 'now - deadlineAt <= limits.lateLookMs / 10',
  },
  {
    name: 'nobody hears that nobody looked',
    lastCaughtBy: 1,
    file: 'usecases/note-sweep.ts',
    from: 'await sweepMarks.replace(before, mark, blindness)',
    to: 'await sweepMarks.replace(before, mark, undefined)',
  },
  {
    name: 'people are not told that nobody looked, where a channel is away for a moment',
    lastCaughtBy: 36,
    file: 'usecases/tell-blindness.ts',
    from: 'await delivery.failed(entry, error);',
    to: '',
  },
  {
    name: 'an event counts for when it came',
    lastCaughtBy: 1,
    file: 'usecases/record-ping.ts',
    from: '{ at: believedInstant(happenedAt, now), receivedAt: now }',
    to: '{ at: Math.max(believedInstant(happenedAt, now), now), receivedAt: now }',
  },
  {
    name: 'an older event moves time backwards',
    lastCaughtBy: 5,
    file: 'domain/check-in.ts',
    from: 'const checkinAt = Math.max(ping.at, monitor.checkinAt ?? ping.at);',
    to: 'const checkinAt = tellsItsTime(ping) ? ping.at : Math.max(ping.at, monitor.checkinAt ?? ping.at);',
  },
  {
    name: 'an event that comes twice counts twice',
    lastCaughtBy: 6,
    file: 'usecases/store-ping.ts',
    from: 'if (isRepeated(stored.monitor, ping))',
    to: 'if (isRepeated(stored.monitor, ping) && tries > 99)',
  },
  {
    name: 'the next deadline after an event that came late is a miss at once',
    lastCaughtBy: 40,
    file: 'domain/further-grace.ts',
    from: 'isSet && hasPassed(after, now) && !after.furtherGrace ? withFurtherGrace(after, now) : after',
    to: 'isSet && !after.furtherGrace ? { ...after, furtherGrace: { from: now, until: now } } : after',
  },
  {
    name: 'a deadline before an event is judged by when that happened',
    lastCaughtBy: 98,
    file: 'usecases/store-ping.ts',
    from: 'receivedAt(ping), { until: ping.at }',
    to: 'ping.at, { until: ping.at }',
  },
];
