import { ShortMemory } from '../../lambdas/usecases/short-memory.ts';

const answering = <T>(value: T) => jest.fn(async () => value);

test('what is known is not learnt again before its time is over', async () => {
  const memory = new ShortMemory<string>({ entries: 2, forMs: 100 });
  expect(await memory.recall('a', 1_000, answering('first'))).toBe('first');
  const second = answering('second');
  expect(await memory.recall('a', 1_099, second)).toBe('first');
  expect(second).not.toHaveBeenCalled();
  expect(await memory.recall('a', 1_100, second)).toBe('second');
});

test('what there is not is asked for each time, and takes nobody the place', async () => {
  const memory = new ShortMemory<string>({ entries: 1, forMs: 100 });
  await memory.recall('a', 0, answering('known'));
  const nothing = answering(undefined);
  for (const name of ['b', 'c', 'b']) expect(await memory.recall(name, 1, nothing)).toBeUndefined();
  expect(nothing).toHaveBeenCalledTimes(3);
  expect(await memory.recall('a', 1, answering('other'))).toBe('known');
});

test('the first that was learnt makes room for one too many', async () => {
  const memory = new ShortMemory<string>({ entries: 2, forMs: 100 });
  for (const name of ['a', 'b', 'c']) await memory.recall(name, 0, answering('old'));
  expect(await memory.recall('b', 1, answering('new'))).toBe('old');
  expect(await memory.recall('c', 1, answering('new'))).toBe('old');
  expect(await memory.recall('a', 1, answering('new'))).toBe('new');
});

test('what is learnt anew has the latest place', async () => {
  const memory = new ShortMemory<string>({ entries: 2, forMs: 100 });
  await memory.recall('a', 0, answering('old'));
  await memory.recall('b', 50, answering('old'));
  await memory.recall('a', 100, answering('new'));
  await memory.recall('c', 100, answering('old'));
  expect(await memory.recall('a', 101, answering('other'))).toBe('new');
});

test('a failure is not remembered', async () => {
  const memory = new ShortMemory<string>({ entries: 1, forMs: 100 });
  const failing = () => Promise.reject(new Error('away'));
  await expect(memory.recall('a', 0, failing)).rejects.toThrow('away');
  expect(await memory.recall('a', 0, answering('there'))).toBe('there');
});

test('what has ceased to be is forgotten, and leaves its place to others', async () => {
  const memory = new ShortMemory<string>({ entries: 2, forMs: 100 });
  await memory.recall('a', 0, answering('old'));
  await memory.recall('b', 50, answering('old'));
  expect(await memory.recall('a', 100, answering(undefined))).toBeUndefined();
  await memory.recall('c', 100, answering('old'));
  expect(await memory.recall('b', 101, answering('new'))).toBe('old');
});
