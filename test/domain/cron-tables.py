"""Fills in the answers of the tables beside this script, by brute force: every minute in UTC is read by the
wall clock of the zone, and the five fields are matched as docs/semantics.md says ("By the calendar", "When
the clocks change"). Nothing is shared with what is tested: this takes only Python's standard library and its
time zones.

    python3 test/domain/cron-tables.py           writes the answers anew
    python3 test/domain/cron-tables.py --check   only says which differ

Last run with Python 3.11.7 and tzdata 2025b. To add a case, write its first line; the script writes the
answer below.
"""

import calendar
import functools
import pathlib
import re
import sys
import textwrap
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split()
DAYS = 'SUN MON TUE WED THU FRI SAT'.split()
NICKNAMES = {
    '@hourly': '0 * * * *',
    '@daily': '0 0 * * *',
    '@midnight': '0 0 * * *',
    '@weekly': '0 0 * * 0',
    '@monthly': '0 0 1 * *',
    '@yearly': '0 0 1 1 *',
    '@annually': '0 0 1 1 *',
}


def numbers(field, low, high, names=()):
    """The values of a field of lists, ranges, steps and names."""
    values = set()
    for part in field.split(','):
        span, _, step = part.partition('/')
        first, dash, last = span.partition('-')
        if span == '*':
            first, last = low, high
        else:
            first = number(first, low, names)
            last = number(last, low, names) if dash else first
            if names == DAYS and last < first:
                last += 7  # FRI-SUN
        values.update(range(first, last + 1, int(step or 1)))
    return values


def number(text, low, names):
    return names.index(text.upper()) + low if text.upper() in names else int(text)


def days_of_month(day):
    return calendar.monthrange(day.year, day.month)[1]


def nearest_weekday(day, number_of_day):
    """The weekday nearest to a day of the same month; it never leaves the month."""
    last = days_of_month(day)
    if number_of_day > last:
        return None
    weekday = day.replace(day=number_of_day).isoweekday()
    if weekday == 6:
        return number_of_day - 1 if number_of_day > 1 else 3
    if weekday == 7:
        return number_of_day + 1 if number_of_day < last else last - 2
    return number_of_day


def is_day_of_month(field, day):
    last = days_of_month(day)
    for part in field.upper().split(','):
        if part == 'L':
            hits = {last}
        elif part == 'LW':
            hits = {max(n for n in range(1, last + 1) if day.replace(day=n).isoweekday() < 6)}
        elif part.endswith('W'):
            hits = {nearest_weekday(day, int(part[:-1]))}
        else:
            hits = numbers(part, 1, 31)
        if day.day in hits:
            return True
    return False


def is_day_of_week(field, day):
    for part in field.upper().split(','):
        of_month = re.fullmatch(r'(\w+?)(?:L|#(\d|L))', part)
        days = {n % 7 for n in numbers(of_month[1] if of_month else part, 0, 7, DAYS)}
        if day.isoweekday() % 7 not in days:
            continue
        if not of_month:
            return True
        is_last = day.day + 7 > days_of_month(day)
        if is_last if of_month[2] in (None, 'L') else (day.day + 6) // 7 == int(of_month[2]):
            return True
    return False


class Line:
    def __init__(self, text):
        fields = NICKNAMES.get(text.lower(), text).split()
        minute, hour, self.day_of_month, month, self.day_of_week = fields
        self.minutes, self.hours = numbers(minute, 0, 59), numbers(hour, 0, 23)
        self.months = numbers(month, 1, 12, MONTHS)
        self.is_fixed = not re.search(r'[*/]', minute + hour)
        self.is_day = functools.cache(self.is_day)

    def is_day(self, day):
        if day.month not in self.months:
            return False
        both = is_day_of_month(self.day_of_month, day), is_day_of_week(self.day_of_week, day)
        has_star = self.day_of_month.startswith('*') or self.day_of_week.startswith('*')
        return all(both) if has_star else any(both)

    def matches(self, wall):
        return wall.minute in self.minutes and wall.hour in self.hours and self.is_day(wall.date())

    def occurs(self, wall, before):
        """Whether the line occurs at this wall clock, a minute after the wall clock `before`."""
        if not self.is_fixed:
            return self.matches(wall)
        # What comes twice occurs the first time; what was skipped occurs at the first instant after it.
        if not wall.fold and self.matches(wall):
            return True
        skipped = before.replace(tzinfo=None, fold=0) + MINUTE
        while skipped < wall.replace(tzinfo=None, fold=0):
            if self.matches(skipped):
                return True
            skipped += MINUTE
        return False


def occurrences(lines, zone, after, count):
    lines = [Line(text) for text in lines]
    found = []
    at = after.replace(second=0, microsecond=0) + MINUTE
    while len(found) < count:
        wall, ahead = at.astimezone(zone), (at + 2 * HOUR).astimezone(zone)
        if not any(line.is_day(day) for line in lines for day in (wall.date(), ahead.date())):
            at += HOUR
            continue
        before = (at - MINUTE).astimezone(zone)
        if any(line.occurs(wall, before) for line in lines):
            found.append(at)
        at += MINUTE
    return found


INDENT = ' ' * 4
QUESTION = re.compile(r'^(\S.*) in (\S+), the next (\d+) after (\S+ \S+):$')


def answer(question):
    lines, zone, count, after = question.groups()
    start = datetime.fromisoformat(after).replace(tzinfo=timezone.utc)
    words, day = [], None
    for at in occurrences(lines.split(' | '), ZoneInfo(zone), start, int(count)):
        words.append(at.strftime('%H:%M' if at.date() == day else '%Y-%m-%d_%H:%M'))
        day = at.date()
    wrapped = textwrap.fill(', '.join(words), 106, break_on_hyphens=False).replace('_', ' ')
    return textwrap.indent(wrapped, INDENT)


def filled(text):
    lines = []
    for line in text.split('\n'):
        question = QUESTION.match(line)
        if question:
            lines += [line, answer(question)]
        elif not line.startswith(INDENT):
            lines.append(line)
    return '\n'.join(lines)


def main():
    for path in sorted(pathlib.Path(__file__).parent.glob('cron-tables*.ts')):
        old = path.read_text()
        new = filled(old)
        if old != new and '--check' in sys.argv:
            sys.exit(f'{path.name} differs')
        path.write_text(new)


main()
