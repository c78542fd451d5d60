import * as z from 'zod';
import { statuses } from '../views/pages/status.ts';
import { readWith, wholeNumber } from './schema.ts';

const narrowings = ['all', ...statuses] as const;
const pagesMax = 1_000;

const contextSchema = z
  .object({
    theme: z.enum(['light', 'dark']).catch('light'),
    width: z.number().catch(Number.POSITIVE_INFINITY),
  })
  .catch({ theme: 'light', width: Number.POSITIVE_INFINITY });

const callSchema = z.object({
  status: z.enum(narrowings, `allowed is one of ${narrowings.join(', ')}`).default('all'),
  page: wholeNumber(1, pagesMax).default(1),
  monitor: z.string('allowed is the id of a monitor').optional(),
});

/** What a call of the widget's function asks for. */
export type WidgetCall = z.output<typeof callSchema>;

/** Whether CloudWatch asks what the widget is. */
export function asksForHelp(event: unknown): boolean {
  return z.object({ describe: z.literal(true) }).safeParse(event).success;
}

/**
 * Where the widget is shown. Of the `widgetContext` that CloudWatch sends with each call, nothing but `theme` (light or dark)
 * and `width` (in pixels) is used: `timezone` has the difference of now alone, and instants before or after a change of the
 * clocks would be wrong by it; `timeRange` means nothing to what is so now. A context that is not as documented is
 * wide and light.
 */
export function readContext(event: unknown): z.output<typeof contextSchema> {
  const { widgetContext } = z.object({ widgetContext: contextSchema }).catch(noContext).parse(event);
  return widgetContext;
}

const noContext = { widgetContext: contextSchema.parse(undefined) };

/** Reads the parameters, which people write and buttons carry. What else CloudWatch sends is let be. Throws InvalidInput. */
export function readCall(event: unknown): WidgetCall {
  return readWith(callSchema, event);
}
