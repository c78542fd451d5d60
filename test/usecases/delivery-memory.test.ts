import { limits } from '../../lambdas/domain/limits.ts';
import { DeliveryMemory } from '../../lambdas/usecases/delivery-memory.ts';

test('what was delivered to one destination was not to another', () => {
  const memory = new DeliveryMemory();
  memory.add('ops', 'event-1');
  expect(memory.has('ops', 'event-1')).toBe(true);
  expect([memory.has('night', 'event-1'), memory.has('ops', 'event-2')]).toEqual([false, false]);
});

test('the oldest is forgotten first, when there is too much to remember', () => {
  const memory = new DeliveryMemory();
  for (let event = 0; event <= limits.deliveriesRemembered; event += 1) memory.add('ops', String(event));
  expect([memory.has('ops', '0'), memory.has('ops', '1')]).toEqual([false, true]);
});
