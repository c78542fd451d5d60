import * as z from 'zod';
import type { badgeJson, statusPageJson, tagBadgeJson } from '../../lambdas/http/public-routes.ts';
import { schemaOf } from './json-schema.ts';
import { statusPageNotes } from './requests.ts';

const badgeUrl = (description: string) => z.string().nullable().meta({ format: 'uri', description });

const badge = {
  badge_key: z.string().nullable().meta({ description: 'What opens it. `null`: it is switched off.' }),
  svg: badgeUrl('An image that says up or down; late counts as up.'),
  svg3: badgeUrl('An image that says up, late or down.'),
  json: badgeUrl('The same as `svg` in numbers.'),
  json3: badgeUrl('The same as `svg3` in numbers.'),
  shields: badgeUrl('The same as `svg` for shields.io to draw.'),
  shields3: badgeUrl('The same as `svg3` for shields.io to draw.'),
};

const Badge = schemaOf<ReturnType<typeof badgeJson>>()(z.object(badge));
const TagBadge = schemaOf<ReturnType<typeof tagBadgeJson>>()(
  z.object({ tag: z.string().meta({ description: 'The tag.' }), ...badge }),
);
const StatusPage = schemaOf<ReturnType<typeof statusPageJson>>()(
  z.object({
    slug: z.string().meta({ description: 'The last part of its URL.' }),
    title: z.string().meta({ description: statusPageNotes.title.description }),
    description: z.string().nullable().meta({ description: statusPageNotes.description.description }),
    monitors: z.array(z.string()).meta({ description: statusPageNotes.monitors.description }),
    tags: z.array(z.string()).meta({ description: statusPageNotes.tags.description }),
    url: z.string().meta({ format: 'uri', description: 'Where anybody may read it.' }),
  }),
);

/** The answers about what the public is shown, by the names that they have in the document. */
export const publicAnswers = {
  Badge,
  TagBadge,
  TagBadges: z.object({ badges: z.array(TagBadge) }),
  StatusPage,
  StatusPages: z.object({ status_pages: z.array(StatusPage) }),
};
