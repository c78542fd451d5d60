import { oneLine } from './words.ts';

// Slack and Teams read different Markdown, and neither takes back every escape of the other. So what is from outside
// stands in code, where nothing is formatted, or has look-alikes for what would be.

/** Slack reads <…> as a link or a mention wherever it stands. */
const inCode: Readonly<Record<string, string>> = { '`': "'", '<': '‹', '>': '›' };

const inText: Readonly<Record<string, string>> = {
  ...inCode,
  '*': '∗',
  '~': '∼',
  '[': '⟦',
  ']': '⟧',
  '|': '¦',
  '\\': '⧵',
  '@': '＠',
  '#': '＃',
  '&': '＆',
};

/** A text from outside in one line, as code. */
export function asCode(text: string): string {
  const code = replaced(oneLine(text), inCode);
  return code === '' ? '' : `\`${code}\``;
}

/** Lines from outside as a block of code. */
export function asCodeBlock(text: string): string {
  return `\`\`\`\n${replaced(text, inCode)}\n\`\`\``;
}

/** A text from outside in one line where code cannot stand: no link, no mention, no formatting. */
export function asText(text: string): string {
  return (
    replaced(oneLine(text), inText)
      .replaceAll('://', ':∕∕')
      .replace(/(?<=\w)\.(?=[a-z])/gi, '․')
      // Within a word it formats nothing, and names are full of it.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
  );
}

/** A URL that people set, as one that ends where it ends in any Markdown. */
export function asUrl(url: string): string {
  return url.replace(/[<>|*~`[\]()\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function replaced(text: string, signs: Readonly<Record<string, string>>): string {
  return text.replace(/[^\w\s]/g, (sign) => signs[sign] ?? sign);
}
