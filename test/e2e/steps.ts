const startedAt = Date.now();
let passed = 0;
let failed = 0;

/** Runs one step and prints how it went and when. A step that fails ends the test, but not its clean-up. */
export async function step<T>(sentence: string, run: () => Promise<T> | T): Promise<T> {
  try {
    const result = await run();
    passed += 1;
    say(`ok    ${sentence}`);
    return result;
  } catch (error) {
    say(`FAIL  ${sentence}`);
    throw error;
  }
}

/** Counts what went wrong outside of a step. */
export function fail(error: unknown): void {
  failed += 1;
  console.error(error);
}

export function say(text: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`[${seconds} s] ${text}`);
}

export function summary(): { passed: number; failed: number } {
  return { passed, failed };
}
