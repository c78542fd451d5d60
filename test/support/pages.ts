import type { ShownMonitor } from '../../lambdas/views/pages/model.ts';
import { Dashboard, type DashboardOptions, type PageAnswer } from '../../lib/dashboard/dashboard.ts';
import type { ApiCall, ApiReply, Management } from '../../lib/dashboard/management.ts';

export const noon = Date.parse('2026-11-20T12:00:00.000Z');

/** What wants to be taken for HTML, in an attribute or out of it. */
export const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;

/** A monitor as pages show it. */
export function shownMonitor(fields: Partial<ShownMonitor> = {}): ShownMonitor {
  return {
    id: 'backup',
    name: 'Backup',
    status: 'up',
    statusSince: noon - 7_200_000,
    running: false,
    tags: [],
    scheduleInWords: 'every 24 hours',
    lastPingAt: noon - 60_000,
    dueAt: noon + 60_000,
    deadlineAt: noon + 360_000,
    resumeAt: undefined,
    manualResume: false,
    recent: [],
    ...fields,
  };
}

/** A monitor as the API answers it. */
export function monitorAnswer(fields: object = {}): Record<string, unknown> {
  const instants = { last_ping_at: null, last_success_at: null, next_due_at: null, deadline_at: null };
  return {
    ...{
      id: 'backup',
      name: 'Backup',
      schedule: 'every 1h',
      timezone: 'UTC',
      schedule_in_words: 'every 1 hour',
    },
    ...{ early_margin_seconds: null, grace_period_seconds: 300, max_misses: 1, max_failures: 1 },
    ...{ recovery_threshold: 1, max_runtime_seconds: null, expect_first_ping: false, reminder_seconds: null },
    ...{ runbook_url: null, tags: [], channels: ['default'], post_only: false, body_filter: null },
    ...{ status: 'up', status_since: '2026-11-20T10:00:00.000Z', running: false, ...instants },
    ...{ manual_resume: false, resume_at: null, pings: 3, misses: 0, failures: 0, next_occurrences: [] },
    ...{ created_at: '2026-11-01T00:00:00.000Z', ping_url: 'https://x.example/ping/backup-0123' },
    ...fields,
  };
}

const noDurations = { min_ms: null, p50_ms: null, p95_ms: null, max_ms: null, complete: true, points: [] };

/** What the API answers of the history of a monitor to which nothing has happened. */
export const noHistory = {
  'GET /monitors/backup/uptime': () => ({ spans: [] }),
  'GET /monitors/backup/durations': () => noDurations,
  'GET /monitors/backup/pings': () => ({ pings: [], next_cursor: null }),
  'GET /monitors/backup/flips': () => ({ flips: [], next_cursor: null }),
};

type Answerer = (
  call: ApiCall,
  path: string,
) => object | [status: number, body: object | string, headers?: Record<string, string>];

/** A management API that answers by route, `GET /summary`, and keeps the calls. It refuses what it was not told about. */
export class FakeManagement implements Management {
  readonly calls: { route: string; call: ApiCall }[] = [];
  readonly #routes: Record<string, Answerer>;

  constructor(routes: Record<string, Answerer>) {
    this.#routes = routes;
  }

  async request(method: string, path: string, call: ApiCall = {}): Promise<ApiReply> {
    const route = `${method} ${path}`;
    this.calls.push({ route, call });
    const answerer = this.#routes[route];
    if (!answerer) throw new Error(`This test knows no ${route}.`);
    const answer = answerer(call, path);
    const [status, body, headers = { etag: '"seen"' }] = Array.isArray(answer) ? answer : [200, answer];
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { status, headers, body: Buffer.from(text) };
  }
}

/** A browser that looks at a dashboard in this process. */
export class Browser {
  readonly dashboard: Dashboard;
  readonly reported: unknown[] = [];

  constructor(management: Management, options: Partial<DashboardOptions> = {}) {
    const report = (error: unknown) => void this.reported.push(error);
    this.dashboard = new Dashboard({
      management,
      place: 'this machine',
      now: () => noon,
      report,
      ...options,
    });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.#send('GET', path, headers, {});
  }

  /** Sends a form as a page of the dashboard does, with the token that its forms have. */
  async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
    const token = tokenIn((await this.get('/new')).body);
    return this.#send('POST', path, { 'sec-fetch-site': 'same-origin', ...headers }, { token, ...fields });
  }

  /** Where a form leads, looked at. */
  async follow({ headers }: PageAnswer): Promise<PageAnswer> {
    return this.get(headers.Location ?? '');
  }

  #send(method: string, url: string, headers: Record<string, string>, fields: Record<string, string>) {
    const [path = '/', query = ''] = url.split('?');
    return this.dashboard.answer({
      method,
      path,
      query: new URLSearchParams(query),
      headers: { host: '127.0.0.1:8080', ...headers },
      form: new URLSearchParams(fields),
    });
  }
}

export function tokenIn(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

/** The text of a page as people read it. */
export function textOf(page: string): string {
  return page
    .replace(/<(style|script|head)[\s>][\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

/** What the form shows in a field, as its HTML. */
export function fieldOf(page: string, name: string): string {
  return new RegExp(`<div class="field[^"]*"><label for="${name}"[\\s\\S]*?</div>`).exec(page)?.[0] ?? '';
}

/** The fields of a form as a browser would send them. */
export function sentBack(page: string): Record<string, string> {
  const unescaped = (text: string) =>
    textOf(`<p>${text.replace(/\n/g, '¶')}</p>`)
      .trim()
      .replace(/¶/g, '\n');
  const inputs = [...page.matchAll(/<input ([^>]*)>/g)].map(([, attributes = '']) => attributes);
  const of = (attributes: string, name: string) =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  const sent = inputs.filter((each) => !/type="(?:radio|checkbox)"/.test(each) || each.includes(' checked'));
  const areas = [...page.matchAll(/<textarea [^>]*?name="([^"]*)"[^>]*>\n([\s\S]*?)<\/textarea>/g)];
  return Object.fromEntries([
    ...sent.map((each) => [of(each, 'name'), unescaped(of(each, 'value'))]),
    ...areas.map(([, name = '', text = '']) => [name, unescaped(text)]),
  ]);
}
