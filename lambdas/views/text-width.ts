/** How wide the characters from space to ~ are in Verdana at 11 px, in hundredths of a pixel. */
const verdana = [
  ...[387, 433, 505, 900, 699, 1184, 799, 295, 500, 500, 699, 900, 400, 500, 400, 500],
  ...[699, 699, 699, 699, 699, 699, 699, 699, 699, 699, 500, 500, 900, 900, 900, 600],
  ...[1100, 752, 754, 768, 848, 696, 632, 853, 827, 463, 500, 762, 612, 927, 823, 866],
  ...[663, 866, 765, 752, 678, 805, 752, 1088, 754, 677, 754, 500, 500, 500, 900, 699],
  ...[699, 661, 685, 573, 685, 655, 387, 685, 696, 302, 379, 651, 302, 1070, 696, 668],
  ...[685, 685, 469, 573, 433, 696, 651, 900, 651, 651, 578, 698, 500, 698, 900],
];

const firstCode = ' '.codePointAt(0) ?? 0;
const usualPx = 7.4;
/** Of ideographs, kana, Hangul and emoji. */
const widePx = 11;
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;
const invisible = /^[\p{Mark}\p{Cf}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** About how wide a text is in Verdana at 11 px, in pixels: exact for ASCII, near enough for the rest. */
export function textWidth(text: string): number {
  let widthPx = 0;
  for (const { segment } of graphemes.segment(text)) widthPx += graphemeWidth(segment);
  return widthPx;
}

function graphemeWidth(grapheme: string): number {
  // An accent adds nothing to its letter.
  const [letter = ''] = grapheme.normalize('NFD');
  const known = verdana[(letter.codePointAt(0) ?? 0) - firstCode];
  if (known !== undefined) return known / 100;
  if (wide.test(grapheme)) return widePx;
  return invisible.test(grapheme) ? 0 : usualPx;
}
