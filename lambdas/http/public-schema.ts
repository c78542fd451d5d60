import * as z from 'zod';
import { isId, isSlug } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { nameSchema, tagSchema, unprintable } from './monitor-schema.ts';
import { objectWith } from './schema.ts';

const slugAllowed = `allowed are 1 to ${limits.idMaxCharacters} of a-z, 0-9 and single dashes between them`;
const descriptionAllowed = `allowed is null or a text of 1 to ${limits.statusPageDescriptionCharacters} characters, without control characters`;
const monitorsAllowed = `allowed is a list of up to ${limits.publicMonitors} ids of monitors, each once`;
const tagAllowed = `allowed is a tag of 1 to ${limits.tagCharacters} characters, without spaces and commas`;
const tagsAllowed = `allowed is a list of up to ${limits.tagsPerStatusPage} tags, each once`;

/** What a slug looks like: the last part of a page's URL. */
export const slugSchema = objectWith({
  slug: z.string(slugAllowed).refine(isSlug, slugAllowed),
});

function isEachOnce(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/**
 * The body that creates or replaces a status page: its title, a description or null, and what it shows, in this order:
 * monitors by their ids, then those of the tags.
 */
export const statusPageSchema = objectWith({
  title: nameSchema,
  description: z
    .string(descriptionAllowed)
    .trim()
    .min(1, descriptionAllowed)
    .max(limits.statusPageDescriptionCharacters, descriptionAllowed)
    .refine((text) => !unprintable.test(text), descriptionAllowed)
    .nullable()
    .default(null),
  monitors: z
    .array(z.string(monitorsAllowed).refine(isId, monitorsAllowed), monitorsAllowed)
    .max(limits.publicMonitors, monitorsAllowed)
    .refine(isEachOnce, monitorsAllowed)
    .default([]),
  tags: z
    .array(tagSchema(tagsAllowed), tagsAllowed)
    .max(limits.tagsPerStatusPage, tagsAllowed)
    .refine(isEachOnce, tagsAllowed)
    .default([]),
}).transform(({ title, description, monitors, tags }) => ({
  ...{ title, monitorIds: monitors, tags },
  ...(description !== null && { description }),
}));

/** The body that switches the badge of a tag on. */
export const tagBadgeSchema = objectWith({ tag: tagSchema(tagAllowed) });
