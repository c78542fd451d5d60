import type { World } from './world.ts';

/** The commands that need AWS's code. In the program they are one text, which is compiled when one of them is called. */
export { findCredentials, findRegion, monitors } from './monitors/main.ts';

/** `downbeat redrive`. The clients of AWS's services are loaded for it alone. */
export async function redrive(args: readonly string[], world: World): Promise<number> {
  return (await import('./redrive/main.ts')).redrive(args, world);
}

/** `downbeat discover`. The clients of Scheduler and EventBridge are loaded for it alone. */
export async function discover(args: readonly string[], world: World): Promise<number> {
  return (await import('./discover/main.ts')).discover(args, world);
}

/** `downbeat dashboard`. The pages are loaded for it alone. */
export async function dashboard(args: readonly string[], world: World): Promise<number> {
  return (await import('./dashboard/main.ts')).dashboard(args, world);
}
