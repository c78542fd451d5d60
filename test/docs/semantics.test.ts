import { play, type Timers } from './play.ts';
import { timelinesOf } from './timelines.ts';

const timelines = timelinesOf('docs/semantics.md');

test('the document has a timeline for every rule', () => {
  expect(timelines.length).toBeGreaterThanOrEqual(25);
});

describe.each<Timers>(['on time', 'lost'])('with every timer %s', (timers) => {
  test.each(timelines.map((timeline) => [timeline.title, timeline] as const))(
    '%s',
    async (_title, timeline) => {
      const played = await play(timeline, timers);
      const told = timeline.lines.map(({ text, facts }) => ({ text, ...facts }));
      expect(played.map((facts, index) => ({ text: timeline.lines[index]?.text, ...facts }))).toEqual(told);
    },
  );
});
