import { limits } from '../../lambdas/domain/limits.ts';
import type { settingsJson } from '../../lambdas/http/monitor-json.ts';
import type { Note, Notes } from './json-schema.ts';

type Settings = ReturnType<typeof settingsJson>;

/** What the settings of a monitor mean, for requests and answers alike. */
export const settingNotes: Notes<Settings> = {
  name: {
    description: 'What people call it. Spaces around it are cut off.',
    examples: ['Nightly backup'],
  },
  schedule: {
    description: `When check-ins are due: \`every <duration>\` (from ${limits.scheduleMinSeconds} seconds to 366 days), such as \`every 1h30m\`, or up to ${limits.cronLines} cron lines of five fields, one below the other.`,
    maxLength: limits.scheduleMaxCharacters,
    examples: ['0 2 * * *', 'every 24h', '0 9 * * MON-FRI\n0 12 * * SAT'],
  },
  timezone: {
    description: 'The IANA time zone by whose clock cron lines are read.',
    examples: ['Europe/Riga'],
  },
  early_margin_seconds: {
    description:
      'How many seconds before its cron occurrence a check-in counts for it; for cron schedules only. `null`: 60, or a tenth of the gap between occurrences if that is less.',
    examples: [120],
  },
  grace_period_seconds: {
    description: 'Extra time after a check-in is due, in seconds. The deadline is at its end.',
    examples: [3_600],
  },
  max_misses: { description: 'How many misses since the last success make it down.', examples: [1] },
  max_failures: { description: 'How many failures since the last success make it down.', examples: [1] },
  recovery_threshold: {
    description: 'How many successes in a row make it up again.',
    examples: [1],
  },
  max_runtime_seconds: {
    description: 'How long a run may take, in seconds. `null`: as long as it likes.',
    examples: [7_200],
  },
  expect_first_ping: {
    description: 'Whether the first check-in is awaited from the creation on.',
    examples: [false],
  },
  reminder_seconds: {
    description: 'How often people are told again while it is down, in seconds. `null`: never.',
    examples: [86_400],
  },
  runbook_url: {
    description:
      'What to do when it is down: an `http://` or `https://` URL, which alerts show. `null`: none.',
    examples: ['https://wiki.example.com/nightly-backup'],
  },
  tags: {
    description: 'Words to find it by, without spaces and commas. One that is given twice counts once.',
    default: [],
    examples: [['prod', 'db']],
  },
  channels: {
    description: 'Names of channels that are told. Which there are, the installation says.',
    items: { type: 'string' },
    default: ['default'],
    examples: [['default']],
  },
  post_only: { description: 'Whether pings by other methods than POST are ignored.', examples: [false] },
  body_filter: {
    description:
      'Keywords that are looked for in the bodies of pings, and say what a ping is: `fail` first, then `success`, then `start`. A ping in which none is found is a failure with `default_fail`, else it is ignored. At least one keyword is given. `null`: no filter.',
    default: null,
    examples: [{ start: [], success: ['OK'], fail: ['ERROR'], default_fail: false }],
  },
};

/** What an answer says of a setting: it is there, so its default and bounds are no matter. */
export function shownNote(name: keyof Settings): Pick<Note, 'description' | 'examples'> {
  const { description, examples } = settingNotes[name];
  return { description, ...(examples && { examples }) };
}
