import type { Html } from '../../lambdas/views/pages/html.ts';
import { type MonitorDetails, monitorPage } from '../../lambdas/views/pages/monitor.ts';
import { monitorAnswer } from './answers.ts';
import type { PageContext, PageHandler } from './context.ts';
import { type Outcome, redirect, show } from './exchange.ts';
import { flips, pings, timeline, timing } from './history.ts';
import { callFor, Refused } from './management.ts';

/** A card of a monitor's page; `undefined` if there is nothing to show. */
type Section = (context: PageContext, monitor: MonitorDetails) => Promise<Html | undefined>;

/** What stands below the state of a monitor, in this order. */
const sections: readonly Section[] = [timeline, timing, pings, flips];

/** A monitor's page: its state, its sections, how to ping it, and what can be done with it. */
const monitor: PageHandler = async (context) => {
  const { management, now, request, id, token, notices } = context;
  const details = await callFor(monitorAnswer, management, 'GET', `/monitors/${id}`);
  const cards = await Promise.all(sections.map((section) => section(context, details)));
  const notice = notices.of(request.query);
  const shown = cards.filter((card) => card !== undefined);
  return show(monitorPage({ monitor: details, now, token, notice, sections: shown }));
};

/** Where people look for the form of a new monitor, unless one is called so. */
export const monitorOrForm: PageHandler = async (context): Promise<Outcome> => {
  try {
    return await monitor(context);
  } catch (error) {
    const isUnknown = error instanceof Refused && error.status === 404;
    if (context.id === 'new' && isUnknown) return redirect('/new');
    throw error;
  }
};
