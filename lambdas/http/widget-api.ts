import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { InvalidInput, Unavailable, UnknownMonitor } from '../domain/errors.ts';
import { isId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { type LookDeps, lookAtAll, lookAtOne } from '../usecases/look.ts';
import { widgetDetails } from '../views/pages/widget-details.ts';
import type { WidgetFrame } from '../views/pages/widget-frame.ts';
import { widgetOverview } from '../views/pages/widget-overview.ts';
import { widgetFaults, widgetNote } from '../views/pages/widget-words.ts';
import { widgetHelp } from '../views/widget-help.ts';
import { asksForHelp, readCall, readContext } from './widget-event.ts';

/**
 * Answers the calls of a custom widget of a CloudWatch dashboard with HTML. CloudWatch makes them as whoever looks at the
 * dashboard: who may invoke the function sees the monitors.
 */
export function createWidgetHandler(deps: LookDeps) {
  return middy<unknown, string>().handler(async (event, { invokedFunctionArn }: Context) => {
    if (asksForHelp(event)) return widgetHelp;
    const frame = { ...readContext(event), endpoint: invokedFunctionArn };
    try {
      return await show(deps, frame, event);
    } catch (error) {
      return explained(frame, error);
    }
  });
}

async function show(deps: LookDeps, frame: WidgetFrame, event: unknown): Promise<string> {
  const { monitor: id, ...narrowing } = readCall(event);
  if (id === undefined) return widgetOverview(frame, { ...(await lookAtAll(deps)), ...narrowing });
  if (!isId(id)) throw new UnknownMonitor();
  return widgetDetails(frame, await lookAtOne(deps, id), deps.system.now());
}

/** Another error is a defect: the function fails, and its alarm tells. */
function explained(frame: WidgetFrame, error: unknown): string {
  if (error instanceof InvalidInput) return widgetFaults(frame, error.faults.slice(0, limits.faultsShown));
  if (error instanceof UnknownMonitor) return widgetNote(frame, 'There is no such monitor, or no longer.');
  if (error instanceof Unavailable) {
    return widgetNote(frame, 'The monitors could not be read just now. Refresh the widget to try again.');
  }
  throw error;
}
