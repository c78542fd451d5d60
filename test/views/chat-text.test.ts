import { alertWriter } from '../../lambdas/views/alert.ts';
import { asCode, asCodeBlock, asText, asUrl } from '../../lambdas/views/chat-text.ts';
import { aPing } from '../support/monitors.ts';
import { anInstallation, newsOf } from '../support/news.ts';

describe('a text in a title', () => {
  test.each([
    ['a mention', '<!channel> <@U012AB3CD> @here', '‹!channel› ‹＠U012AB3CD› ＠here'],
    ['a link of Slack', '<https://evil.example|ok>', '‹https:∕∕evil․example¦ok›'],
    ['a link of Markdown', '[ok](http://evil.example)', '⟦ok⟧(http:∕∕evil․example)'],
    ['a bare host name', 'www.evil.example', 'www․evil․example'],
    ['bold, struck and code', '*a* ~b~ `c`', "∗a∗ ∼b∼ 'c'"],
    ['italics', '_a_ __b__', 'ˍaˍ ˍˍbˍˍ'],
    ['a channel and an entity', '#general &lt;', '＃general ＆lt;'],
    ['an escape', '\\*a', '⧵∗a'],
    ['a line break', 'a\n# b', 'a ＃ b'],
  ])('has no %s', (_what, text, harmless) => {
    expect(asText(text)).toBe(harmless);
  });

  test.each(['Nightly backup', 'db_backup_eu 2.5 (a+b): 50%', '東京 café'])('leaves %j as it is', (text) => {
    expect(asText(text)).toBe(text);
  });
});

describe('a text as code', () => {
  test('keeps all but what ends it, or is a mention even there', () => {
    expect(asCode('*a* `b` <!here> https://x.example a_b')).toBe("`*a* 'b' ‹!here› https://x.example a_b`");
  });

  test('of nothing is nothing', () => {
    expect(asCode(' \n')).toBe('');
  });

  test('of several lines cannot end its block', () => {
    expect(asCodeBlock('a\n```\n<!here>')).toBe("```\na\n'''\n‹!here›\n```");
  });
});

test('a URL ends where it ends', () => {
  expect(asUrl('https://x.example/a_b_(c)?d=*e*|f')).toBe('https://x.example/a_b_%28c%29?d=%2Ae%2A%7Cf');
});

describe('in a chat', () => {
  const writer = alertWriter(anInstallation);

  test('a long message and a long output are cut', () => {
    const output = `${'a'.repeat(500)}\n${'b'.repeat(799)}`;
    const body = { bytes: new TextEncoder().encode(output), sizeBytes: 1_300, contentType: '' };
    const ping = aPing({ message: 'm'.repeat(401), body });
    const { content } = writer.alert(newsOf({}, {}, { ping })).chat as { content: { description: string } };
    expect(content.description).toContain(`Message: \`${'m'.repeat(399)}…\`\n`);
    expect(content.description).toContain(`\n\`\`\`\n${'b'.repeat(799)}\n\`\`\``);
  });

  test('a message of 400 characters and an output of 800 are whole', () => {
    const [message, output] = ['m'.repeat(400), `a\n${'b'.repeat(798)}`];
    const body = { bytes: new TextEncoder().encode(output), sizeBytes: 800, contentType: '' };
    const { content } = writer.alert(newsOf({}, {}, { ping: aPing({ message, body }) })).chat as {
      content: { description: string };
    };
    expect(content.description).toContain(`Message: \`${message}\`\n\`\`\`\n${output}\n\`\`\``);
  });

  test('a tag, a name and a runbook of Markdown are harmless', () => {
    const news = newsOf({ name: '*x*', tags: ['<!here>'], runbookUrl: 'https://x.example/*a*' });
    expect(writer.alert(news).chat).toMatchObject({
      content: {
        title: ':red_circle: DOWN: ∗x∗',
        keywords: ['down', '‹!here›'],
        nextSteps: ['Runbook: https://x.example/%2Aa%2A', expect.anything(), expect.anything()],
      },
    });
  });

  test('a monitor that was never pinged has no ping', () => {
    const { content } = writer.alert(newsOf()).chat as { content: { description: string } };
    expect(content.description).toMatch(/\nLast ping: none yet$/);
  });
});
