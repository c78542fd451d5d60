import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Ping } from '../../lambdas/domain/ping.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { lastPingOf } from '../../lambdas/views/last-ping.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

function shown(ping: Partial<Ping>, monitor: Partial<Monitor> = {}) {
  return lastPingOf({ monitor: aMonitor(monitor), ping: { ...aPing(), ...ping } });
}

function outputOf(text: string | Uint8Array, monitor: Partial<Monitor> = {}): string | undefined {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return shown({ body: { bytes, sizeBytes: bytes.length, contentType: '' } }, monitor)?.output;
}

test('a monitor that was never pinged has no last ping', () => {
  expect(lastPingOf({ monitor: aMonitor() })).toBeUndefined();
});

test('a ping that could not be read in full is shown by what the monitor knows of it', () => {
  const lastPing = { at: downAt, kind: 'fail', exitStatus: 0, sourceIp: '::1', userAgent: '' } as const;
  expect(lastPingOf({ monitor: aMonitor({ lastPing }) })).toStrictEqual(lastPing);
});

describe('how long a run took', () => {
  const lastPing = {
    at: aPing().at,
    kind: 'success',
    durationMs: 5,
    sourceIp: '::1',
    userAgent: '',
  } as const;

  test('is what its sender measured', () => {
    expect(shown({ durationMs: 0 }, { lastPing })?.durationMs).toBe(0);
  });

  test('is else what the monitor measured', () => {
    expect(shown({}, { lastPing })?.durationMs).toBe(5);
  });

  test('is not that of another ping', () => {
    expect(shown({}, { lastPing: { ...lastPing, at: 1 } })?.durationMs).toBeUndefined();
  });
});

describe('the output', () => {
  test('keeps its lines, its indentation and its own letters', () => {
    expect(outputOf('données:\r\n  東京\rdone\n\n')).toBe('données:\n  東京\ndone');
  });

  test('has four spaces for a tab', () => {
    expect(outputOf('a:\n\t[info] b\tc')).toBe('a:\n    [info] b    c');
  });

  test('loses the colours of terminals', () => {
    expect(outputOf('\u001b[1;31mred\u001b[0m \u001b[2Kplain')).toBe('red plain');
  });

  test('loses control characters and marks that turn the direction of writing', () => {
    expect(outputOf('a\u0000b\u0007\u202ec')).toBe('a b c');
  });

  test('of bytes that are no text is no reason to fail', () => {
    expect(outputOf(Uint8Array.of(0xff, 0x61))).toBe('\ufffda');
  });

  test.each(['', ' \n\u0000\n'])('of nothing to see is none', (text) => {
    expect(outputOf(text)).toBeUndefined();
  });

  test('of 2,000 characters is whole', () => {
    const text = `${'a'.repeat(999)}\n${'b'.repeat(1_000)}`;
    expect(outputOf(text)).toBe(text);
  });

  test('that is longer begins with a whole line', () => {
    const text = `${'a'.repeat(1_000)}\n${'b'.repeat(999)}\n${'c'.repeat(1_000)}`;
    expect(outputOf(text)).toBe(`…\n${'b'.repeat(999)}\n${'c'.repeat(1_000)}`);
  });

  test('that is longer keeps the end of a long line, rather than the little that follows', () => {
    expect(outputOf(`${'a'.repeat(3_000)}\nend`)).toBe(`…\n${'a'.repeat(1_996)}\nend`);
    expect(outputOf(`a${'b'.repeat(1_000)}\n${'c'.repeat(1_000)}`)).toBe(
      `…\n${'b'.repeat(999)}\n${'c'.repeat(1_000)}`,
    );
    expect(outputOf(`a${'b'.repeat(999)}\n${'c'.repeat(1_001)}`)).toBe(`…\n${'c'.repeat(1_001)}`);
  });

  test('of one long line is the end of it, without half a character', () => {
    expect(outputOf(`${'😀'.repeat(1_500)}x`)).toBe(`…\n\ufffd${'😀'.repeat(999)}x`);
  });

  test('stands in an e-mail behind a bar, where it cannot be taken for our own text', () => {
    const body = {
      bytes: new TextEncoder().encode('done\n\nNightly backup is UP.'),
      sizeBytes: 9,
      contentType: '',
    };
    const { email } = alertWriter(anInstallation).alert(newsOf({}, {}, { ping: aPing({ body }) }));
    expect(email).toContain('\n\n    | done\n    |\n    | Nightly backup is UP.\n\n');
  });
});

describe('a key that a job has printed', () => {
  const monitor = { aliases: [{ key: 'alias-of-old' }, { key: 'another-alias' }] };

  test('is left out of the output', () => {
    expect(
      outputOf(
        'GET /ping/nightly-backup-0123456789abcdefghjk 0123456789abcdefghjk alias-of-old another-alias',
        monitor,
      ),
    ).toBe('GET /ping/[key] [key] [key] [key]');
  });

  test.each([
    ['with a colour in it', 'GET nightly-backup-01234\u001b[1m56789abcdefghjk ok', 'GET [key] ok'],
    [
      'of another monitor',
      '+ curl https://d.test/export-9876543210zyxwvtsrqp/3',
      '+ curl https://d.test/[key]/3',
    ],
    ['in a ping URL of another dialect', '/api/push/KumaToken_10?status=up', '/api/push/[key]?status=up'],
    ['that is an alias in capitals', 'ALIAS-of-old', '[key]'],
    [
      'that is a UUID of another monitor',
      'https://hc.test/6F1D2C3B-4a59-4687-9786-a5b4c3d2e1f0/start',
      'https://hc.test/[key]/start',
    ],
    ['of slug pings', 'https://d.test/0123456789abcdefghjkmnpq/backup', 'https://d.test/[key]/backup'],
  ])('%s is left out', (_what, text, expected) => {
    expect(outputOf(text, monitor)).toBe(expected);
  });

  test.each([
    'https://example.com/documentation/of-something-long',
    'commit 6f1d2c3b4a594687978a5b4c3d2e1f0',
    'run 6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0',
  ])('is not seen in %j', (text) => {
    expect(outputOf(text, monitor)).toBe(text);
  });

  test('is left out of the message and the user agent', () => {
    const text = 'x/alias-of-old';
    expect(shown({ message: text, userAgent: text }, monitor)).toMatchObject({
      message: 'x/[key]',
      userAgent: 'x/[key]',
    });
  });
});

test('a message of several lines is one line', () => {
  expect(shown({ message: 'a\n\tb\u2028c ' })?.message).toBe('a b c');
});

test('a message without anything to see is none', () => {
  expect(shown({ message: '\n' })).not.toHaveProperty('message');
});
