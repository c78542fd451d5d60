import { format } from 'node:util';
import { keyIn } from './keys.ts';
import type { Logged } from './logged.ts';

/** What a program logs by: of a test's own world, so that nothing of Jest's is touched. */
export interface Loggers {
  console: Console;
  process: Pick<NodeJS.Process, 'stdout' | 'stderr'>;
}

type Method = (...args: unknown[]) => unknown;

/** Collects what is logged, and finds the keys in it. */
export class LogWatch {
  readonly #keys = new Set<string>();
  /** What each has logged since the last look, put together: a key may come in two pieces. */
  readonly #texts = new Map<string, string>();
  readonly #watched = new WeakSet<object>();

  add({ by, text }: Logged): void {
    this.#texts.set(by, (this.#texts.get(by) ?? '') + text);
  }

  addKey(key: string): void {
    this.#keys.add(key);
  }

  /** Says which lines since the last look hold a key, with `[key]` in its place. */
  leaks(): string[] {
    const leaks: string[] = [];
    for (const [by, text] of this.#texts) {
      // A line may be one half of a key: a text that has one is told whole.
      const key = keyIn(text, this.#keys);
      if (key !== undefined) leaks.push(`${by} tells a key: ${around(text, key)}`);
    }
    this.#texts.clear();
    return leaks;
  }

  /** Watches the console and both outputs, also while a test has put a mock in their place. */
  watch(world: Loggers): void {
    world.console = this.#watching(world.console, (name, args) => {
      this.add({ by: `console.${name}`, text: `${format(...args)}\n` });
    });
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.#watching(world.process[name], (method, [chunk]) => {
        if (method === 'write' || method === 'end') this.add({ by: name, text: textOf(chunk) });
      });
      Object.defineProperty(world.process, name, { configurable: true, value: stream });
    }
  }

  /** The same object, but that each call of a method is heard, whoever has put that method there. */
  #watching<T extends object>(watched: T, hear: (name: string, args: unknown[]) => void): T {
    return new Proxy(watched, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || typeof name !== 'string' || this.#watched.has(value)) return value;
        const heard = new Proxy(value as Method, {
          apply: (method, _this, args) => {
            hear(name, args);
            return Reflect.apply(method, target, args);
          },
        });
        this.#watched.add(heard);
        return heard;
      },
    });
  }
}

function textOf(chunk: unknown): string {
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk ?? '');
}

/** The line of the text that has the key, which is not told again, or a part of it. */
function around(text: string, key: string): string {
  const at = text.indexOf(key);
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - 150);
  return text
    .slice(from, at + key.length + 100)
    .replaceAll(key, '[key]')
    .split('\n', 1)
    .join()
    .trimEnd();
}
