import * as z from 'zod';
import { isoInstant } from '../../lambdas/domain/time.ts';
import { readEvent } from '../../lambdas/events/aws-event.ts';
import type { dialects } from '../../lambdas/events/dialects.ts';
import { json, readJson } from '../../lambdas/http/manage-http.ts';
import { problemAnswer } from '../../lambdas/http/problem.ts';
import { readWith } from '../../lambdas/http/schema.ts';
import { recordEvent } from '../../lambdas/usecases/record-event.ts';
import type { RecordKnownPingDeps } from '../../lambdas/usecases/record-ping.ts';
import type { GatewayHandler } from './gateway.ts';

/** What the rules of a deployed installation say of events, by their source. */
const dialectsBySource = {
  'aws.ecs': 'ecs',
  'aws.batch': 'batch',
  'aws.states': 'states',
  'aws.glue': 'glue',
  'aws.codebuild': 'codebuild',
  lambda: 'lambda',
  'aws.backup': 'backup',
  'downbeat.ping': 'ping',
} as const satisfies Record<string, keyof typeof dialects>;

const sources = Object.keys(dialectsBySource) as (keyof typeof dialectsBySource)[];
const time = z.iso
  .datetime({ offset: true, error: 'allowed is an instant in ISO 8601, with a zone' })
  .optional();
const source = z.enum(sources, `allowed are ${sources.join(', ')}`);
const detailType = z.string('allowed is a text').min(1, 'is empty');

/** An event as EventBridge has it. What else it has is of no account here. */
const event = z.object(
  {
    id: z.string('allowed is a text').optional(),
    source,
    'detail-type': detailType,
    time,
    detail: z.record(z.string(), z.unknown(), 'allowed is a JSON object'),
  },
  'allowed is one JSON object',
);

/** An entry of PutEvents. */
const entry = z.object({
  Source: source,
  DetailType: detailType,
  Time: time,
  Detail: z.string('allowed is a text of JSON').transform(readDetail),
});

function readDetail(text: string, context: z.RefinementCtx): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'allowed is a text of a JSON object' });
    return z.NEVER;
  }
}

/**
 * Takes an event in place of the rules of the event bus: one that EventBridge has, or an entry of PutEvents. The query says
 * what a rule would: `monitor_id`, and of ECS the `container` whose end is the task's. Answers 400 and 404 for what the deployed
 * function would drop.
 */
export function createEventsHandler(deps: RecordKnownPingDeps): GatewayHandler {
  return async (request) => {
    try {
      const { monitor_id, container } = request.queryStringParameters ?? {};
      const {
        id = deps.system.uniqueId(),
        time = isoInstant(deps.system.now()),
        ...happened
      } = eventIn(readJson(request));
      const dialect = dialectsBySource[happened.source];
      const ping = readEvent({ ...happened, id, time, dialect, monitor_id, container });
      if (!ping) return json(200, { status: 'no ping' });
      const { monitor } = await recordEvent(deps, ping.request);
      return json(200, { status: 'ok', monitor: monitor.name });
    } catch (error) {
      const answer = problemAnswer(error);
      if (!answer) throw error;
      return answer;
    }
  };
}

type Told = Omit<z.output<typeof event>, 'detail-type'> & { detail_type: string };

function eventIn(body: unknown): Told {
  if (typeof body !== 'object' || body === null || !('Source' in body)) {
    const { 'detail-type': detail_type, ...rest } = readWith(event, body);
    return { ...rest, detail_type };
  }
  const { Source, DetailType, Time, Detail } = readWith(entry, body);
  return { source: Source, detail_type: DetailType, time: Time, detail: Detail };
}
