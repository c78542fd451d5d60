import * as z from 'zod';
import { limits } from '../domain/limits.ts';
import { cutText, keepBody, type PingBody, type Signal, signalKinds } from '../domain/ping.ts';
import { parseRid } from '../domain/signal.ts';
import { objectWith, refusing, wholeNumber } from './schema.ts';

/** The fields of a ping as JSON: what a ping URL would say. Nothing is a success. */
export const pingFields = {
  /** Default: success; with an exit status, what that means. */
  kind: z.enum(signalKinds, `allowed are ${signalKinds.join(', ')}`).optional(),
  /** Names the run that starts or ends: a UUID. */
  rid: z.string('allowed is a UUID').transform(refusing(parseRid)).optional(),
  /** From 0 to 255. Without `kind`, 0 is a success and any other a fail. */
  exit_status: wholeNumber(0, 255).optional(),
  /** How long the run took, in milliseconds. */
  duration_ms: z
    .number('allowed is a number of milliseconds')
    .min(0, 'allowed is 0 or more')
    .max(limits.durationMaxMs, `allowed is at most ${limits.durationMaxMs}`)
    .optional(),
  /** One line for people; its first 1,000 characters are kept. */
  message: z.string('allowed is a text').optional(),
  /** What the job printed; its first 10,000 bytes are kept. */
  body: z.string('allowed is a text').optional(),
};

/** A ping as the body of a signed request. */
export const pingSchema = objectWith(pingFields);

/** What a ping in JSON says, and its body. */
export function readPingJson({
  kind,
  rid,
  exit_status: exitStatus,
  duration_ms: durationMs,
  message,
  body = '',
}: z.output<typeof pingSchema>): { reading: Signal; body?: PingBody } {
  const kept = keepBody(new TextEncoder().encode(body), 'text/plain');
  const reading: Signal = {
    kind: kind ?? (exitStatus === undefined || exitStatus === 0 ? 'success' : 'fail'),
    ...(rid !== undefined && { rid }),
    ...(exitStatus !== undefined && { exitStatus }),
    ...(durationMs !== undefined && { durationMs }),
    ...(message !== undefined && { message: cutText(message, limits.messageCharacters) }),
  };
  return { reading, ...(kept && { body: kept }) };
}
