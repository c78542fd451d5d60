import { Unavailable } from '../../lambdas/domain/errors.ts';
import { createOnce } from '../../lambdas/usecases/create-once.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { creation } from '../support/monitors.ts';

const write = creation(newBackup({ name: 'Ours' }), 'ours');
const theirs = creation(newBackup({ name: 'Theirs' }), 'theirs');

describe('a monitor that is to be created once', () => {
  test('is there by this request, in one call, if the id was free', async () => {
    const { monitors, calls } = fakeWorld();
    expect(await createOnce({ monitors }, write)).toBe(true);
    expect(calls).toEqual(['create']);
  });

  test('is not if somebody else has the id', async () => {
    const { monitors } = fakeWorld();
    await monitors.create(theirs);
    expect(await createOnce({ monitors }, write)).toBe(false);
    expect(monitors.peek('backup').monitor.name).toBe('Theirs');
  });

  test('is if an earlier try of this request took the id', async () => {
    const { monitors } = fakeWorld();
    monitors.failNext('create', 'retried');
    expect(await createOnce({ monitors }, write)).toBe(true);
  });

  test('is if the answer was lost', async () => {
    const { monitors } = fakeWorld();
    monitors.failNext('create', 'after');
    expect(await createOnce({ monitors }, write)).toBe(true);
  });

  test('is not if it was taken and is deleted by now', async () => {
    const { monitors } = fakeWorld();
    await monitors.create(theirs);
    monitors.interruptNext('load', () => monitors.remove('backup'));
    expect(await createOnce({ monitors }, write)).toBe(false);
  });
});

describe('a creation that failed is an error', () => {
  test('if the monitor is not there', async () => {
    const { monitors } = fakeWorld();
    monitors.failNext('create', 'before');
    await expect(createOnce({ monitors }, write)).rejects.toThrow(Unavailable);
  });

  test('if the monitor that is there is somebody else’s', async () => {
    const { monitors } = fakeWorld();
    await monitors.create(theirs);
    monitors.failNext('create', 'before');
    await expect(createOnce({ monitors }, write)).rejects.toThrow(Unavailable);
  });

  test('if nobody can say whether it is there', async () => {
    const { monitors } = fakeWorld();
    monitors.failNext('create', 'after');
    monitors.failNext('load', 'before');
    await expect(createOnce({ monitors }, write)).rejects.toThrow(Unavailable);
  });
});
