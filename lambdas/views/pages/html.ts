import { raw, html as template } from 'hono/html';

/** HTML that is safe to put into other HTML. */
export type Html = ReturnType<typeof raw>;

type Part = string | number | Html | undefined | false | readonly Part[];

/** HTML of a template. Texts that stand in it are escaped, in attributes too, where they stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  // The library answers a promise only for parts that are promises, which the types here leave out.
  return template(strings, ...parts) as Html;
}

/** Marks a text of our own as HTML, such as a style sheet. Never for anything that comes from outside. */
export { raw };
