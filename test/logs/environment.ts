import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { TestEnvironment } from 'jest-environment-node';
import { type Loggers, LogWatch } from './log-watch.ts';
import { keysMade, type Logged, loggedLines } from './logged.ts';

/** What is used of the events of Jest's runner, of which there are more. */
type TestEvent = { name: 'setup' | 'run_finish' } | { name: 'test_done'; test: { errors: unknown[] } };

/**
 * Node's environment, which fails a test whose log lines hold a key. What comes after the last test, while a file
 * cleans up behind itself, fails the file.
 */
export default class WatchedEnvironment extends TestEnvironment {
  readonly #watch = new LogWatch();
  readonly #hearLine = (line: unknown) => this.#watch.add(line as Logged);
  readonly #hearKey = (key: unknown) => this.#watch.addKey(String(key));

  override async setup(): Promise<void> {
    await super.setup();
    subscribe(loggedLines, this.#hearLine);
    subscribe(keysMade, this.#hearKey);
  }

  override async teardown(): Promise<void> {
    unsubscribe(loggedLines, this.#hearLine);
    unsubscribe(keysMade, this.#hearKey);
    await super.teardown();
  }

  handleTestEvent(event: TestEvent): void {
    // Not before: Jest gives each file a console of its own after the environment is there.
    if (event.name === 'setup') this.#watch.watch(this.global as unknown as Loggers);
    if (event.name === 'test_done')
      event.test.errors.push(...this.#watch.leaks().map((leak) => new Error(leak)));
    if (event.name === 'run_finish') {
      const leaks = this.#watch.leaks();
      if (leaks.length > 0) throw new Error(leaks.join('\n'));
    }
  }
}
