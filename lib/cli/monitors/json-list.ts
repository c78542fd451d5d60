import type { World } from '../world.ts';
import { write } from './output.ts';
import { jsonText } from './text.ts';

/** Writes pages as the one JSON document `{"<field>": […]}`, an item a line, and holds one page at a time. */
export async function writeJsonList(
  world: World,
  field: string,
  pages: AsyncIterable<readonly unknown[]>,
): Promise<number> {
  await write(world.stdout, `{"${field}": [`);
  await writeItems(world.stdout, pages);
  await write(world.stdout, ']}\n');
  return 0;
}

/** Writes what stands between the brackets of a JSON array. */
export async function writeItems(
  to: NodeJS.WritableStream,
  pages: AsyncIterable<readonly unknown[]>,
): Promise<void> {
  let separator = '\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    await write(to, separator + page.map(jsonText).join(',\n'));
    separator = ',\n';
  }
  if (separator !== '\n') await write(to, '\n');
}
