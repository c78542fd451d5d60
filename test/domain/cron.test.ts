import { cronLineFault, nextOccurrence, occurrencesWithin, occurs } from '../../lambdas/domain/cron.ts';

const common = 'lists, ranges such as 1-5, and steps such as */2';
const allowed = {
  minute: `allowed are 0-59, ${common}`,
  hour: `allowed are 0-23, ${common}`,
  'day of the month': `allowed are 1-31, L, 15W, and LW alone, ${common}`,
  month: `allowed are 1-12 and JAN-DEC, ${common}`,
  'day of the week': `allowed are 0-7, SUN-SAT, 5L and 5#2, ${common}`,
} as const;

type Field = keyof typeof allowed;

const names: readonly Field[] = ['minute', 'hour', 'day of the month', 'month', 'day of the week'];

function lineWith(name: Field, value: string): string {
  return names.map((other) => (other === name ? value : '*')).join(' ');
}

function inEachField(values: Record<Field, string>): [Field, string][] {
  return names.flatMap((name) => values[name].split(' ').map((value): [Field, string] => [name, value]));
}

describe('a field of a cron line', () => {
  const good = {
    minute: '* 0 59 00 */15 */59 0-59 5-59/10 1,2,3 1-5,10-20/2,*/30',
    hour: '* 0 23 09 */2 0-23 8-18/2 9,17 22-23,0-1',
    'day of the month': '* 1 31 L l LW lw 1W 15w 31W 1,L 1W,15W */2 1-31/5 28-31',
    month: '* 1 12 JAN dec Mar-MAY jan,7 */3 2-12/5 1-12',
    'day of the week': '* 0 7 SUN sat MON-FRI 5-7 0-6 0,7 */2 1-5/2 5L FRIL 5#L 0L 5#1 5#5 MON#2 1#1,3#3',
  };

  test.each(inEachField(good))('for the %s may be %s', (name, value) => {
    expect(cronLineFault(lineWith(name, value))).toBeUndefined();
  });

  const bad = {
    minute:
      '60 -1 */60x */0 5-1 1, ,1 1,,2 /5 */ */61 1-60 a MON JAN L 1L 5W 5#2 H 1.5 +1 0x1 1e1 ٣ ** *5 1-2-3',
    hour: '24 -1 */0 22-2 */25 0-24 9, 9am noon L SUN 5#1 2L 2W ~ 1/2/3 % 2@',
    'day of the month':
      '0 32 00 -1 31-1 */0 */32 L-3 L15 5L W 0W 32W 15W-17W 1-15W WL MON JAN 1#1 1st 2026-11-20',
    month: '0 13 00 -1 */0 */13 12-1 FOO JANUARY MON L 5L 1W 1#2 0-12 1-13 JANFEB',
    'day of the week':
      '8 -1 */0 6-1 SAT-MON 0-8 FOO MONDAY MO JAN L 8L L5 #2 5# 5#0 5#6 8#1 1#2#3 5W *#1 *L MONTUE __proto__',
  };

  test.each(inEachField(bad))('for the %s is not %s, and it says what is', (name, value) => {
    expect(cronLineFault(lineWith(name, value))).toBe(`"${value}" is no ${name}; ${allowed[name]}`);
  });

  test('is named alone, though others are wrong too', () => {
    expect(cronLineFault('* 24 32 13 8')).toBe(`"24" is no hour; ${allowed.hour}`);
  });

  test('of hundreds of values is read in an instant', () => {
    const startedAt = performance.now();
    for (const name of names) {
      expect(cronLineFault(lineWith(name, `${'1,'.repeat(5_000)}1`))).toBeUndefined();
      expect(cronLineFault(lineWith(name, '9'.repeat(10_000)))).toMatch(/^"9+" is no /);
      expect(cronLineFault(lineWith(name, ','.repeat(10_000)))).toMatch(/^",+" is no /);
    }
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('a cron line', () => {
  test.each([
    ['*', 1],
    ['0 2 * *', 4],
    ['0 0 2 * * *', 6],
    ['0 2 * * * 2026', 6],
    ['0 0 2 * * * 2026', 7],
    ['0 2 * * * # nightly', 7],
  ])('has five fields: %s has not', (line, count) => {
    const five = 'allowed are 5: minute, hour, day of the month, month, day of the week';
    expect(cronLineFault(line)).toBe(`"${line}" has ${count} fields; ${five}`);
  });

  test.each(['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually', '@DAILY'])(
    'may be %s',
    (line) => {
      expect(cronLineFault(line)).toBeUndefined();
    },
  );

  test.each(['@reboot', '@every 5m', '@fortnightly', '@', '@daily 5', '@dailyx', '@constructor', '@@daily'])(
    'is not %s, and it says which nicknames there are',
    (line) => {
      const known = '@hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually';
      expect(cronLineFault(line)).toBe(`"${line}" is no nickname; allowed are ${known}`);
    },
  );

  test.each(['2026-11-20T02:00:00', '2026-11-20T02:00:00Z'])('is no date: %s', (date) => {
    expect(cronLineFault(date)).toMatch(/ has 1 fields; /);
    expect(cronLineFault(`${date} * * * *`)).toBe(`"${date}" is no minute; ${allowed.minute}`);
  });

  test.each([
    '0 0 30 2 *',
    '0 0 31 2 *',
    '0 0 31 4 *',
    '0 0 31 4,6,9,11 *',
    '* * 30,31 FEB *',
    '0 0 31W 2 *',
    '0 0 30 2 */2',
  ])('is refused if no day matches: %s', (line) => {
    expect(cronLineFault(line)).toBe(`"${line}" never matches; allowed is a line that does`);
  });

  test.each(['0 0 29 2 *', '0 0 30 2 MON', '0 0 31 3,4 *', '0 0 * 2 MON#5', '0 0 29 2 */7', '0 0 29W 2 *'])(
    'is allowed if a day matches, however rare: %s',
    (line) => {
      expect(cronLineFault(line)).toBeUndefined();
    },
  );
});

test.each([
  ['0 0 ? * 1', '0 0 * * 1'],
  ['0 0 13 * ?', '0 0 13 * *'],
  ['0 0 ?/2 * 1', '0 0 */2 * 1'],
  ['? ? * * *', '* * * * *'],
])('a question mark is a star: %s is %s', (line, same) => {
  const occurrences = (one: string) => {
    let at = Date.UTC(2026, 0, 1);
    return Array.from({ length: 20 }, () => {
      at = nextOccurrence([one], 'UTC', at);
      return at;
    });
  };
  expect(cronLineFault(line)).toBeUndefined();
  expect(occurrences(line)).toEqual(occurrences(same));
});

test.each(['LW,1', '1,LW', 'LW,L'])('the last weekday stands alone: %s is refused', (value) => {
  expect(cronLineFault(`0 0 ${value} * *`)).toBe(
    `"${value}" is no day of the month; ${allowed['day of the month']}`,
  );
});

describe('a line whose times are all skipped by the clocks of a zone', () => {
  const line = '*/5 2 * 3 7L';

  test('occurs in other zones alone', () => {
    expect(occurs(line, 'Europe/Berlin')).toBe(false);
    expect(occurs(line, 'Asia/Tokyo')).toBe(true);
    expect(occurs('30 2 * 3 7L', 'Europe/Berlin')).toBe(true);
  });

  test('is due in a year, should it ever be asked, and hides no other line', () => {
    const after = Date.UTC(2026, 10, 20);
    expect(nextOccurrence([line], 'Europe/Berlin', after)).toBe(after + 366 * 86_400_000);
    expect(nextOccurrence([line, '@daily'], 'Europe/Berlin', after)).toBe(Date.UTC(2026, 10, 20, 23));
  });
});

test.each(['+MON', '1,+2', '+'])('to croner alone a plus means something: %s is refused', (value) => {
  expect(cronLineFault(`0 0 * * ${value}`)).toBe(
    `"${value}" is no day of the week; ${allowed['day of the week']}`,
  );
});

test.each([2026, 2090, 2400])('the rarest of days is found, from %d on', (year) => {
  const at = nextOccurrence(['0 0 29 2 */7'], 'UTC', Date.UTC(year, 0, 1));
  expect(new Date(at).toUTCString()).toMatch(/^Sun, 29 Feb/);
});

test('the occurrences of lines within a span are in order, each once, with its begin and without its end', () => {
  const hour = (at: number) => Date.UTC(2026, 0, 1, at);
  const lines = ['0 3-6 * * *', '0 2,4 * * *'];
  expect(occurrencesWithin(lines, 'UTC', hour(2), hour(6))).toEqual([2, 3, 4, 5].map(hour));
});
