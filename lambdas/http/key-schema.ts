import * as z from 'zod';
import { parseForeignKey } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { objectWith, refusing, wholeNumber } from './schema.ts';

const foreignKey = z.string('allowed is a text').transform(refusing(parseForeignKey));

/** The body that brings a key along, such as a Healthchecks UUID. */
export const aliasSchema = objectWith({ key: foreignKey });

/** The body that sets the slug ping key. Without `key`, one is made. */
export const slugKeySchema = objectWith({ key: foreignKey.optional() });

/** The body that rotates a monitor's key. The former one goes on for `overlap_seconds`, by default not at all. */
export const rotationSchema = objectWith({
  overlap_seconds: wholeNumber(0, limits.overlapMaxSeconds, 'whole seconds').default(0),
}).transform(({ overlap_seconds: overlapSeconds }) => ({ overlapSeconds }));
