import TestSequencer from '@jest/test-sequencer';

const longest = ['local', 'cli', 'lib', 'http', 'domain', 'simulation', 'model'];

/** Begins with the rooms that take longest: else one worker has nothing left to do while the other is in the last of them. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rankOf = ({ path }) => longest.findIndex((room) => path.endsWith(`/rooms/${room}.ts`));
    const named = tests.filter((test) => rankOf(test) >= 0).sort((one, other) => rankOf(one) - rankOf(other));
    return [...named, ...super.sort(tests.filter((test) => rankOf(test) < 0))];
  }
}
