import { ownPing } from './aws-events.ts';
import { patternCases } from './event-patterns.ts';
import { matches } from './event-rules.ts';

describe('a pattern', () => {
  test.each(patternCases)('$title lets in: $lets', ({ pattern, event, lets }) => {
    expect(matches(pattern, event)).toBe(lets);
  });

  test.each([[{ 'anything-but': 'x' }], [{ prefix: 'a', suffix: 'b' }], [7], [null]])(
    'of %j is refused, for no rule of ours has it',
    (matcher) => {
      expect(() => matches({ detail: { state: [matcher] } }, ownPing({ state: 'x' }))).toThrow(
        'No rule of ours',
      );
    },
  );
});
