import type { PingKind } from '../../../lambdas/domain/ping.ts';
import { exportLinks } from '../../../lambdas/views/pages/export-links.ts';
import { type PingModel, pingPage } from '../../../lambdas/views/pages/ping.ts';
import { type PingsModel, pingsSection } from '../../../lambdas/views/pages/ping-table.ts';
import { bytesText, type ListedPing, pingKinds } from '../../../lambdas/views/pages/pings.ts';
import { hostile, noon, textOf } from '../../support/pages.ts';

const rid = '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0';

function aPing(fields: Partial<ListedPing> = {}): ListedPing {
  const origin = { method: 'POST', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' };
  return { number: 38, kind: 'success', at: noon, ...origin, ...fields };
}

/** All that a ping can bring, and each text that its sender chooses hostile. */
const fullPing = aPing({
  kind: 'fail',
  exitStatus: 0,
  durationMs: 12_300,
  rid,
  statusLabel: hostile,
  message: hostile,
  labels: { [hostile]: hostile },
  userAgent: hostile,
  body: { contentType: hostile, sizeBytes: 1_234, keptBytes: 1_234 },
});

function section(pings: readonly ListedPing[], model: Partial<PingsModel> = {}): string {
  const linkTo = (kind: PingKind | undefined) => `?kind=${kind ?? ''}`;
  return String(
    pingsSection({ monitorId: 'backup', pings, linkTo, exports: exportLinks('backup', undefined), ...model }),
  );
}

function page(fields: Partial<PingModel> = {}): string {
  const monitor = { id: 'backup', name: 'Backup', status: 'up' } as const;
  return String(pingPage({ monitor, number: 38, ping: aPing(), body: undefined, ...fields }).main);
}

/** The page of a ping that brought these bytes. */
function pageWith(body: string | Uint8Array, sizeBytes?: number): string {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const told = { contentType: 'text/plain', sizeBytes: sizeBytes ?? bytes.length, keptBytes: bytes.length };
  return page({ ping: aPing({ body: told }), body: bytes });
}

/** What is shown of its output. */
const printed = (markup: string) => /<pre [^>]*>([\s\S]*?)<\/pre>/.exec(markup)?.[1];

describe('the table of pings', () => {
  test('has a row for each, with all that it told', () => {
    const text = textOf(
      section([
        aPing({
          ...fullPing,
          message: 'done',
          statusLabel: 'ok',
          labels: { host: 'db-1' },
          userAgent: 'curl',
        }),
      ]),
    );
    expect(text).toContain(
      '38 Failure 20 Nov 12:00:00 UTC 12.3s 0 done status ok host db-1 run 6f1d2c3b Output, 1.2 kB 203.0.113.7 POST curl',
    );
  });

  test('leaves empty what a ping did not tell', () => {
    expect(section([aPing()])).toContain(
      '<td class="number" data-head="took"></td>\n<td class="number" data-head="exit"></td>\n<td class="said"></td>',
    );
  });

  test('tells each kind by a word and a form of its own', () => {
    const markup = section(pingKinds.map((kind) => aPing({ kind })));
    const shapes = [
      ...markup.matchAll(/<span class="kind \w+"><svg [^>]*aria-hidden="true">(.*?)<\/svg>(\w+)/g),
    ];
    expect(shapes.map(([, , word]) => word)).toEqual(['Success', 'Failure', 'Start', 'Log', 'Ignored']);
    expect(new Set(shapes.map(([, shape]) => shape)).size).toBe(5);
  });

  test('takes nothing from outside for HTML', () => {
    const markup = section([fullPing]);
    expect(markup).not.toMatch(/<script|<img/);
    expect(textOf(markup)).toContain(hostile);
    expect(markup).toContain(`title="POST by &lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img`);
  });

  test('leads to the page of each ping, and to its output', () => {
    const markup = section([fullPing]);
    expect(markup).toContain(`href="/monitors/backup/pings/38?at=${noon}"`);
    expect(markup).toContain(`href="/monitors/backup/pings/38?at=${noon}#output"`);
  });

  test('is filtered by links, of which the one in force is marked', () => {
    const markup = section([], { kind: 'fail' });
    expect([...markup.matchAll(/<a href="\?kind=(\w*)"/g)].map(([, kind]) => kind)).toEqual([
      '',
      ...pingKinds,
    ]);
    expect(markup).toContain('<a href="?kind=fail" aria-current="true">Failure</a>');
    expect(section([])).toContain('<a href="?kind=" aria-current="true">All</a>');
  });

  test('goes on by links', () => {
    const markup = section([aPing()], { older: '?pings=b', newest: '?' });
    expect(markup).toContain('rel="next" href="?pings=b">Older →');
    expect(markup).toContain('href="?">← Newest');
    expect(section([aPing()])).not.toMatch(/Older|Newest/);
  });

  test.each<[Partial<PingsModel>, string]>([
    [{}, 'Nothing came yet.'],
    [{ kind: 'log' }, 'There is none of this kind.'],
    [{ kind: 'log', newest: '?' }, 'There are no older ones.'],
    [{ kind: 'log', newest: '?', older: '?' }, 'None of these among those looked through so far.'],
  ])('says why it is empty: %j', (model, words) => {
    expect(textOf(section([], model))).toContain(words);
  });
});

test('files of all pings, or of those of the kind, are a link away', () => {
  const links = (kind?: PingKind) =>
    [...String(exportLinks('backup', kind)).matchAll(/download href="([^"]*)"/g)].map(([, href]) => href);
  expect(links()).toEqual(['csv', 'json', 'ndjson'].map((each) => `/monitors/backup/export?format=${each}`));
  expect(links('fail')[0]).toBe('/monitors/backup/export?format=csv&amp;kind=fail');
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [9_849, '9.8 kB'],
  [2_500_000, '2.5 MB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesText(bytes)).toBe(words);
});

describe('the page of a ping', () => {
  test('tells when it happened beside when it came, if it told that itself', () => {
    expect(textOf(page({ ping: aPing({ at: noon - 61_000, receivedAt: noon }) }))).toContain(
      'Happened 2026-11-20 11:58:59 UTC Came 2026-11-20 12:00:00 UTC',
    );
  });

  test('shows all that it told', () => {
    const text = textOf(
      page({
        ping: aPing({
          ...fullPing,
          message: 'done',
          statusLabel: 'ok',
          labels: { host: 'db-1' },
          userAgent: 'curl',
        }),
      }),
    );
    expect(text).toMatch(
      /Ping 38 of Backup Failure Came 2026-11-20 12:00:00 UTC Took 12.3s Exit status 0 Run 6f1d2c3b-/,
    );
    expect(text).toMatch(
      /Message done Labels status ok host db-1 From POST from 203.0.113.7 User agent curl Output 1.2 kB, </,
    );
  });

  test('leaves out what it did not tell', () => {
    expect(textOf(page())).not.toMatch(/Took|Exit|Run|Message|Labels/);
    expect(textOf(page())).toContain('It brought none.');
  });

  test('takes nothing from outside for HTML', () => {
    const monitor = { id: 'backup', name: hostile, status: 'up' } as const;
    const markup = page({ monitor, ping: fullPing, body: new TextEncoder().encode(hostile) });
    expect(markup).not.toMatch(/<script|<img/);
    expect(textOf(markup).split(hostile)).toHaveLength(9);
  });

  test('shows output as a terminal would print it, without colours and control characters', () => {
    const output = '\u001b[31merror:\u001b[0m <b>no</b>\r\n\tline\u0007\u202e two';
    expect(printed(pageWith(output))).toBe('error: &lt;b&gt;no&lt;/b&gt;\n    line  two');
  });

  test('lets the output be saved', () => {
    expect(pageWith('x')).toContain('download href="/monitors/backup/pings/38/body"');
    expect(page()).not.toContain('download');
  });

  test('says how much of the output was kept, if not all', () => {
    const markup = pageWith(Uint8Array.of(0x61, 0xc3), 12_000);
    expect(printed(markup)).toBe('a');
    expect(textOf(markup)).toContain('The first 2 of 12000 bytes: the rest was not kept.');
    expect(textOf(pageWith('ab'))).not.toContain('not kept');
  });

  test('does not show bytes that are no text', () => {
    const markup = pageWith(Uint8Array.of(0x61, 0xff));
    expect(textOf(markup)).toContain('These 2 bytes are no text. Download them.');
    expect(printed(markup)).toBeUndefined();
  });

  test('says that an output of blanks cannot be shown', () => {
    expect(textOf(pageWith(' \n\u0000'))).toContain('Nothing in it can be shown.');
  });

  test('of which nothing is known but the output shows that', () => {
    const markup = page({ ping: undefined, body: new TextEncoder().encode('all well') });
    expect(printed(markup)).toBe('all well');
    expect(textOf(markup)).not.toContain('Came');
  });
});
