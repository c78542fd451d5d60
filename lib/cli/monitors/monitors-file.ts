import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Fault, InvalidInput } from '../../../lambdas/domain/errors.ts';
import { idAllowed, idFromName, isId } from '../../../lambdas/domain/key.ts';
import { checkSettings } from '../../../lambdas/domain/settings.ts';
import { settingsJson } from '../../../lambdas/http/monitor-json.ts';
import { settingsSchema } from '../../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import type { World } from '../world.ts';
import { Failure } from './failure.ts';
import { printable } from './text.ts';

/** All settings of a monitor as the API shows them, defaults included. */
export type Settings = ReturnType<typeof settingsJson>;

/** A monitor as a file wants it. */
export interface Wanted {
  id: string;
  settings: Settings;
}

type SettingsSchema = ReturnType<typeof settingsSchema>;
type Path = readonly (string | number)[];

/** An entry of the file. In a map its key is the id; in a list it has one itself. */
interface Entry {
  path: Path;
  id: unknown;
  fields: unknown;
}

/** Reads a file of monitors, or stdin for `-`. Throws Failure that names everything that is wrong, by its line. */
export async function readMonitorsFile(name: string, world: World): Promise<Wanted[]> {
  const bytes = await (name === '-' ? buffer(world.stdin) : readFile(name)).catch((error: unknown) => {
    throw new Failure(`${name}: cannot be read (${(Object(error) as { code?: unknown }).code})`);
  });
  if (!isUtf8(bytes)) throw new Failure(`${name}: is not text in UTF-8`);
  return readMonitors(bytes.toString(), name === '-' ? 'stdin' : name);
}

/** Reads monitors from YAML. `name` is the file's, for what is wrong with it. Throws Failure. */
export function readMonitors(text: string, name: string): Wanted[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => `${name}:${Math.max(lines.linePos(offset).line, 1)}`;
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new Failure(...broken.map(({ pos, message }) => `${place(pos[0])}: ${printable(message)}`));
  }
  const faults: string[] = [];
  const blame = (path: Path, id: string, { field, message }: Fault) => {
    const line = place(offsetOf(document, [...path, ...field.split('.')]));
    faults.push(`${line}: ${printable([id, field, message].filter((word) => word !== '').join(': '))}`);
  };
  const entries = readEntries(document, blame);
  const schema = settingsSchema([...new Set(['default', ...entries.flatMap(channelsOf)])]);
  const wanted = entries.flatMap((entry) => readEntry(entry, schema, blame) ?? []);
  const seen = new Set<string>();
  for (const { id, path } of wanted) {
    if (seen.has(id)) blame(path, id, { field: 'id', message: 'is there twice' });
    seen.add(id);
  }
  if (faults.length > 0) throw new Failure(...faults);
  return wanted.map(({ id, settings }) => ({ id, settings }));
}

type Blame = (path: Path, id: string, fault: Fault) => void;

function readEntries(document: Document.Parsed, blame: Blame): Entry[] {
  const content = toJs(document);
  const allowed = 'allowed is monitors: with a list of monitors, or a map of them by id';
  if (!isRecord(content)) {
    blame([], '', { field: 'monitors', message: `is missing; ${allowed}` });
    return [];
  }
  const { monitors, ...others } = content;
  for (const field of Object.keys(others)) {
    blame([], '', { field, message: 'is not known; allowed is monitors' });
  }
  if (Array.isArray(monitors)) {
    return monitors.map((entry: unknown, index) => {
      if (!isRecord(entry)) return { path: ['monitors', index], id: undefined, fields: entry };
      const { id, ...fields } = entry;
      return { path: ['monitors', index], id, fields };
    });
  }
  if (isRecord(monitors)) {
    return Object.entries(monitors).map(([id, fields]) => ({ path: ['monitors', id], id, fields }));
  }
  blame([], '', { field: 'monitors', message: `is not right; ${allowed}` });
  return [];
}

/** A document as plain values. Throws Failure for one whose aliases would make it endless. */
function toJs(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new Failure(`the file cannot be read: ${printable(String((error as Error).message))}`);
  }
}

function readEntry(
  { path, id, fields }: Entry,
  schema: SettingsSchema,
  blame: Blame,
): (Wanted & { path: Path }) | undefined {
  if (!isRecord(fields)) {
    blame(path, '', { field: '', message: 'is no monitor; allowed is a map of its fields' });
    return undefined;
  }
  const shown = typeof id === 'string' ? id : '';
  const isGoodId = typeof id === 'string' && isId(id);
  if (!isGoodId) blame(path, shown, { field: 'id', message: idFault(id, fields.name) });
  try {
    const settings = readWith(schema, fields);
    checkSettings(settings);
    return isGoodId ? { path, id, settings: settingsJson(settings) } : undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const fault of error.faults) blame(path, shown, fault);
    return undefined;
  }
}

/** An id is never made from the name: renaming a monitor would then make a second one. */
function idFault(id: unknown, name: unknown): string {
  if (id !== undefined && id !== null) return `is not an id; ${idAllowed}`;
  return `is missing; write one that stays, such as ${idFromName(typeof name === 'string' ? name : 'Nightly backup')}`;
}

/** Which channels there are only the API knows: here any name that the file holds will do. */
function channelsOf({ fields }: Entry): string[] {
  const names = isRecord(fields) && Array.isArray(fields.channels) ? fields.channels : [];
  return names.filter((name: unknown) => typeof name === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where in the text a path leads to, or the last part of it that there is. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const segment of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(segment))
      : undefined;
    node = isSeq(parent) ? parent.items[Number(segment)] : pair?.value;
    const mark = pair?.key ?? node;
    if (!isNode(mark)) break;
    offset = mark.range?.[0] ?? offset;
  }
  return offset;
}
