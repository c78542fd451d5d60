import type * as z from 'zod';
import { foreignKeyPattern, slugPattern } from '../../lambdas/domain/key.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import {
  durationsSchema,
  exportSchema,
  flipsSchema,
  pingsSchema,
} from '../../lambdas/http/history-schema.ts';
import { aliasSchema, rotationSchema, slugKeySchema } from '../../lambdas/http/key-schema.ts';
import {
  listSchema,
  monitorSchema,
  patchSchema,
  pauseSchema,
  settingsSchema,
} from '../../lambdas/http/monitor-schema.ts';
import { pingSchema } from '../../lambdas/http/ping-schema.ts';
import { statusPageSchema, tagBadgeSchema } from '../../lambdas/http/public-schema.ts';
import { type JsonSchema, type Note, type Notes, queryParameters, requestSchema } from './json-schema.ts';
import { settingNotes } from './setting-notes.ts';

/** Which channels there are differs by installation: the document names none. */
const channels = ['default'];

/** The schemas that the routes read bodies with, by the names that they have in the document. */
export const bodySchemas = {
  NewMonitor: monitorSchema(channels),
  MonitorSettings: settingsSchema(channels),
  MonitorPatch: patchSchema(channels),
  Pause: pauseSchema,
  SignedPing: pingSchema,
  KeyRotation: rotationSchema,
  NewAlias: aliasSchema,
  NewPingKey: slugKeySchema,
  NewTagBadge: tagBadgeSchema,
  StatusPageSettings: statusPageSchema,
} satisfies Record<string, z.ZodType>;

export type BodyName = keyof typeof bodySchemas;

/** What an id is, but for the words that none may be. */
export const idNote: Note = {
  description: `The monitor's id, unique and stable: up to ${limits.idMaxCharacters} of a-z, 0-9 and single dashes between them, not only digits, and no word that ends a ping URL, such as \`start\`.`,
  minLength: 1,
  maxLength: limits.idMaxCharacters,
  pattern: slugPattern.source,
  examples: ['nightly-backup'],
};

/** What the slug of a status page is. */
export const slugNote: Note = {
  description: `The last part of the page's URL: up to ${limits.idMaxCharacters} of a-z, 0-9 and single dashes between them. It can be guessed, unless it is made to be hard to guess.`,
  minLength: 1,
  maxLength: limits.idMaxCharacters,
  pattern: slugPattern.source,
  examples: ['night-jobs'],
};

/** What a status page shows. */
export const statusPageNotes = {
  title: { description: 'Its headline.', examples: ['Night jobs'] },
  description: {
    description: 'What stands under the title, or `null`.',
    examples: ['What runs while we sleep.'],
  },
  monitors: {
    description:
      'The ids of monitors, in the order in which they are shown. One that is deleted is left out.',
    uniqueItems: true,
    items: { type: 'string' },
    examples: [['nightly-backup']],
  },
  tags: {
    description: `Tags whose monitors are shown after those, also monitors that get the tag later. A tag that is shown to the public may have ${limits.publicMonitors} monitors.`,
    uniqueItems: true,
    examples: [['prod']],
  },
} satisfies Notes<z.input<typeof statusPageSchema>>;

const foreignKeyNote: Note = {
  description: `A key to bring along, such as a Healthchecks UUID: ${limits.foreignKeyMinCharacters} to ${limits.foreignKeyMaxCharacters} letters, digits, dashes and underscores, but not \`<id>-<secret>\`, as our own keys are.`,
  minLength: limits.foreignKeyMinCharacters,
  maxLength: limits.foreignKeyMaxCharacters,
  pattern: foreignKeyPattern.source,
  examples: ['6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0'],
};

/** The JSON Schemas of the bodies of requests, by name. */
export const requestSchemas: Record<BodyName, JsonSchema> = {
  NewMonitor: requestSchema(bodySchemas.NewMonitor, {
    id: { ...idNote, description: `${idNote.description} Without one, it is made from the name.` },
    ...settingNotes,
  }),
  MonitorSettings: requestSchema(bodySchemas.MonitorSettings, settingNotes),
  MonitorPatch: withoutDefaults(requestSchema(bodySchemas.MonitorPatch, settingNotes)),
  Pause: requestSchema(bodySchemas.Pause, {
    manual_resume: {
      description: 'Whether pings are ignored. Otherwise the next success or fail ends the pause.',
      examples: [true],
    },
    until: {
      description: `When the pause ends by itself: an instant with a zone, at most ${limits.pauseMaxMs / dayMs} days from now. \`null\`: it does not.`,
      default: null,
      examples: ['2026-11-20T06:00:00Z'],
    },
  }),
  SignedPing: requestSchema(bodySchemas.SignedPing, {
    kind: {
      description: 'What happened. Without it, what `exit_status` says, and without that a success.',
      examples: ['success'],
    },
    rid: {
      description: 'The UUID that names the run which starts or ends.',
      format: 'uuid',
      examples: ['6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0'],
    },
    exit_status: { description: 'The exit status of the job. Any but 0 is a fail.', examples: [0] },
    duration_ms: { description: 'How long the run took, in milliseconds.', examples: [231_400] },
    message: {
      description: `A line for people. Its first ${limits.messageCharacters} characters are kept.`,
      examples: ['1247 records'],
    },
    body: {
      description: `What the job printed. Its first ${limits.pingBodyBytes} bytes are kept.`,
      examples: ['done'],
    },
  }),
  KeyRotation: requestSchema(bodySchemas.KeyRotation, {
    overlap_seconds: {
      description: 'For how many seconds the former key goes on, as an alias.',
      examples: [86_400],
    },
  }),
  NewAlias: requestSchema(bodySchemas.NewAlias, { key: foreignKeyNote }),
  NewPingKey: requestSchema(bodySchemas.NewPingKey, {
    key: { ...foreignKeyNote, description: `${foreignKeyNote.description} Without one, a key is made.` },
  }),
  NewTagBadge: requestSchema(bodySchemas.NewTagBadge, {
    tag: { description: 'The tag, which the badge shows to anybody.', examples: ['prod'] },
  }),
  StatusPageSettings: requestSchema(bodySchemas.StatusPageSettings, statusPageNotes),
};

/** A patch changes what it names, so nothing in it has a default. */
function withoutDefaults(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { default: _default, ...rest } = property as JsonSchema;
    return [name, rest];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** In a query a number is a text, and is read as one; the document says what it means. */
function limitNote(max: number): Note {
  return {
    description: 'The most that the page holds. It may hold fewer.',
    type: 'integer',
    minimum: 1,
    maximum: max,
    default: max,
    examples: [20],
  };
}

const cursorNote: Note = {
  description: 'The `next_cursor` of the page before. Without one: the first page.',
};

export const listQuery = queryParameters(listSchema, {
  limit: limitNote(limits.monitorsPerPage),
  cursor: cursorNote,
  tag: {
    description: 'Only monitors that have this tag. May be given several times: all must be there.',
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: limits.tagCharacters },
    maxItems: limits.tagsPerMonitor,
    examples: [['prod', 'db']],
  },
  status: { description: 'Only monitors that have this status now.', examples: ['down'] },
  q: {
    description: 'Only monitors with this part in the name or the id, in any case.',
    examples: ['backup'],
  },
  fields: { description: 'With `public`, the answer holds no keys.', examples: ['public'] },
});

const rangeNotes: Notes<z.input<typeof durationsSchema>> = {
  from: {
    description: 'Only what came at or after this instant, which has a zone.',
    examples: ['2026-11-20T06:00:00Z'],
  },
  to: {
    description: 'Only what came before this instant, which has a zone and is after `from`.',
    examples: ['2026-11-21T06:00:00Z'],
  },
};
const pageNotes = { ...rangeNotes, limit: limitNote(limits.historyRowsPerPage), cursor: cursorNote };
const kindNote: Note = { description: 'Only pings of this kind.', examples: ['fail'] };

export const durationsQuery = queryParameters(durationsSchema, rangeNotes);
export const flipsQuery = queryParameters(flipsSchema, pageNotes);
export const pingsQuery = queryParameters(pingsSchema, { ...pageNotes, kind: kindNote });
export const exportQuery = queryParameters(exportSchema, {
  ...rangeNotes,
  kind: kindNote,
  cursor: { description: 'The `Next-Cursor` of the part before. Without one: the first part.' },
  format: { description: 'How the file is written.', examples: ['ndjson'] },
});
