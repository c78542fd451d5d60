import { readFileSync } from 'node:fs';
import { parseDurationSeconds } from '../../lambdas/domain/duration.ts';
import { type Instant, secondMs } from '../../lambdas/domain/time.ts';

/** What is true after a line of a timeline. Whatever a line does not say is not looked at, but for who is told. */
export interface Facts {
  status: string;
  due?: Instant | undefined;
  deadline?: Instant | undefined;
  misses?: number;
  failures?: number;
  successes?: number;
  running?: boolean;
  /** Until when a deadline waits on at which nobody looked in time. */
  waits?: Instant | undefined;
  tookMs?: number;
  /** What people are told, in order. */
  told: string[];
}

/** One line: an instant, what happens then, and what is true afterwards. */
export interface Line {
  text: string;
  at: Instant;
  event: string;
  facts: Facts;
}

export interface Timeline {
  /** The heading of the section it stands in, and its settings. */
  title: string;
  /** As the body that creates a monitor has them. */
  settings: Record<string, unknown>;
  lines: Line[];
}

/** Reads the timelines of a document. Throws for one that cannot be read. */
export function timelinesOf(path: string): Timeline[] {
  const timelines: Timeline[] = [];
  const parts = readFileSync(path, 'utf8').matchAll(
    /^#+ (?<heading>.+)$|^```timeline\n(?<body>[\s\S]+?)\n```$/gm,
  );
  let section = '';
  for (const { groups } of parts) {
    if (groups?.heading) section = groups.heading;
    if (groups?.body) timelines.push(readTimeline(section, groups.body));
  }
  return timelines;
}

function readTimeline(section: string, body: string): Timeline {
  const [head = '', rest = ''] = body.split('\n\n');
  const settings = head.split('\n').map((line) => {
    const [, name, value] = required(/^(\w+): (.+)$/.exec(line), line);
    return [name, readValue(value ?? '')];
  });
  const lines: Line[] = [];
  for (const line of rest.split('\n')) lines.push(readLine(line, lines.at(-1)?.at));
  return {
    title: `${section}: ${head.replaceAll('\n', ', ')}`,
    settings: Object.fromEntries(settings),
    lines,
  };
}

/** A value of a setting: JSON, or a text in which `|` stands between lines. */
export function readValue(text: string): unknown {
  return /^(?:\d+|true|false|null)$/.test(text) ? JSON.parse(text) : text.split(' | ').join('\n');
}

const linePattern = /^(?<when>(?:\d{4}-\d\d-\d\d )?\d\d:\d\d(?::\d\d)?) +(?<event>\S.*?) +=> (?<facts>.+)$/;

function readLine(text: string, before: Instant | undefined): Line {
  const { groups = {} } = required(linePattern.exec(text), text);
  const at = readInstant(groups.when ?? '', before);
  return { text, at, event: groups.event ?? '', facts: readFacts(groups.facts ?? '', at) };
}

/** An instant in UTC, such as `2026-11-16 02:00`; without a date, on the same day as another. */
export function readInstant(text: string, sameDay: Instant | undefined): Instant {
  const hasDate = text.includes('-');
  if (!hasDate && sameDay === undefined) throw new Error(`"${text}" has no date.`);
  const date = hasDate ? '' : `${new Date(sameDay ?? 0).toISOString().slice(0, 10)} `;
  return required(Date.parse(`${date}${text}Z`.replace(' ', 'T')) || undefined, text);
}

function readFacts(text: string, at: Instant): Facts {
  const [status = '', ...rest] = text.split(', ');
  const facts: Facts = { status, told: [] };
  for (const fact of rest) readFact(facts, fact, at);
  return facts;
}

function readFact(facts: Facts, fact: string, at: Instant): void {
  const [word = '', value = ''] = fact.split(/ (.*)/, 2);
  const instant = () => readInstant(value, at);
  const readers: Record<string, () => Partial<Facts>> = {
    due: () => ({ due: instant() }),
    deadline: () => ({ deadline: instant() }),
    no: () => ({ [value]: undefined }),
    running: () => ({ running: true }),
    waits: () => ({ waits: readInstant(value.replace('until ', ''), at) }),
    not: () => ({ running: false }),
    misses: () => ({ misses: Number(value) }),
    failures: () => ({ failures: Number(value) }),
    successes: () => ({ successes: Number(value) }),
    took: () => ({ tookMs: required(parseDurationSeconds(value), fact) * secondMs }),
    told: () => ({ told: [...facts.told, readTold(value, at)] }),
    reminded: () => ({ told: [...facts.told, `reminder ${value}`] }),
  };
  Object.assign(facts, required(readers[word], fact)());
}

/** `down at 01:15`, and perhaps why; `flapping since 00:10`, or `steady after 12 flips since 00:10`. */
function readTold(text: string, at: Instant): string {
  const [, what, since] = /^(flapping|steady after \d+ flips) since (.+)$/.exec(text) ?? [];
  if (what) return `${what} since ${new Date(readInstant(since ?? '', at)).toISOString()}`;
  const [, kind, when, why] = required(/^(down|up) at (.+?)(?: because (\w+))?$/.exec(text), text);
  return [kind, new Date(readInstant(when ?? '', at)).toISOString(), ...(why ? [why] : [])].join(' ');
}

function required<T>(value: T | null | undefined, text: string): T {
  if (value === null || value === undefined) throw new Error(`This cannot be read: ${text}`);
  return value;
}
