/** A UUID in lower case, or `undefined` if the text is none. */
export function uuidOf(text: string): string | undefined {
  const lower = text.toLowerCase();
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower) ? lower : undefined;
}
