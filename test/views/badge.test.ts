import { tallyOf } from '../../lambdas/domain/tally.ts';
import { badgeJson, badgeSvg, shieldsJson } from '../../lambdas/views/badge.ts';
import { textWidth } from '../../lambdas/views/text-width.ts';

const tally = tallyOf(['up', 'late', 'down', 'down', 'new', 'paused']);
const svg = (label: string, status: 'up' | 'late' | 'down' = 'up') => badgeSvg({ label, status, tally });

test('a badge in numbers has the fields of Healthchecks', () => {
  expect(JSON.parse(badgeJson({ label: 'Jobs', status: 'down', tally }))).toStrictEqual({
    status: 'down',
    total: 6,
    grace: 1,
    down: 2,
  });
});

test.each([
  ['up', 'success'],
  ['late', 'important'],
  ['down', 'critical'],
] as const)('for shields.io, %s has the color %s', (status, color) => {
  expect(JSON.parse(shieldsJson({ label: 'Jobs', status, tally }))).toStrictEqual({
    schemaVersion: 1,
    label: 'Jobs',
    message: status,
    color,
  });
});

test.each([
  ['up', '#4c1'],
  ['late', '#fe7d37'],
  ['down', '#e05d44'],
] as const)('%s is drawn on %s, and said in words', (status, fill) => {
  const image = svg('Backup', status);
  expect(image).toContain(`fill="${fill}"`);
  expect(image).toContain(`role="img" aria-label="Backup: ${status}"><title>Backup: ${status}</title>`);
});

test('a badge has the places and widths of shields.io, to the pixel', () => {
  const image = svg('build', 'up');
  expect(image).toContain('width="60" height="20" role="img"');
  expect(image).toContain('<rect width="37" height="20" fill="#555"/>');
  expect(image).toContain('<rect x="37" width="23" height="20"');
  expect(image).toContain('<text x="19.5" y="14" textLength="27">build</text>');
  expect(image).toContain('<text x="47.5" y="14" textLength="13">up</text>');
});

test.each([
  ['', 0],
  ['il', 6.04],
  ['~ A', 20.39],
  ['é', 6.55],
  ['e\u0301', 6.55],
  ['日本', 22],
  ['👩‍👩‍👧‍👦', 11],
  ['ж', 7.4],
])('the width of %j is %d px', (text, widthPx) => {
  expect(textWidth(text)).toBeCloseTo(widthPx, 2);
});

test('the width of a text is that of Verdana at 11 px, to which only known scripts are made to fit', () => {
  expect(svg('Backup')).toContain('textLength=');
  expect(svg('Ünïcödé').split('textLength=')).toHaveLength(5);
  expect(svg('نسخة').split('textLength=')).toHaveLength(3);
});

test('nothing in a name is markup, and nothing in it is forbidden in XML', () => {
  const image = svg(`<script>alert("1" & '2')</script>\u0001\u{fffe}`);
  expect(image).not.toContain('<script');
  expect(image).toContain(
    '>&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;\ufffd\ufffd</text>',
  );
  expect(image).toContain('aria-label="&lt;script&gt;alert(&quot;1');
});

test('an emoji stays one', () => {
  expect(svg('🎉')).toContain('>🎉</text>');
});
