import { isDeepStrictEqual } from 'node:util';
import type { Settings, Wanted } from './monitors-file.ts';
import { jsonText, printable } from './text.ts';

/** A monitor that there is. Of one that no file names, these are enough. */
export interface Existing {
  id: string;
  name: string;
  /** The stack that defines it. Of people's there is none. */
  managed_by?: { stack: string } | null | undefined;
  [field: string]: unknown;
}

export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

/** What would make what there is what a file wants. */
export interface Plan {
  create: Wanted[];
  change: { wanted: Wanted; fields: FieldChange[] }[];
  unchanged: number;
  /** What there is and no file names, in the order of the API. */
  absent: Pick<Existing, 'id' | 'name'>[];
  /** How many more there are that stacks define: no file has to name those. */
  managed: number;
}

export function planFor(wanted: readonly Wanted[], existing: readonly Existing[]): Plan {
  const found = new Map(existing.map((monitor) => [monitor.id, monitor]));
  const plan: Plan = { create: [], change: [], unchanged: 0, absent: [], managed: 0 };
  for (const monitor of wanted) {
    const before = found.get(monitor.id);
    const fields = before ? changedFields(before, monitor.settings) : [];
    if (!before) plan.create.push(monitor);
    else if (fields.length > 0) plan.change.push({ wanted: monitor, fields });
    else plan.unchanged += 1;
    found.delete(monitor.id);
  }
  const unnamed = [...found.values()];
  plan.absent = unnamed.filter(({ managed_by }) => !managed_by).map(({ id, name }) => ({ id, name }));
  plan.managed = unnamed.length - plan.absent.length;
  return plan;
}

/**
 * The settings that differ. Both sides are as the server has normalised them; one that an older server does not know is
 * none.
 */
export function changedFields(before: Existing, settings: Settings): FieldChange[] {
  return Object.entries(settings)
    .map(([field, to]) => ({ field, from: before[field] ?? null, to }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to));
}

/** What is sent of settings: those that are set, so that an older server is not asked about what it does not know. */
export function settingsSent(settings: Settings): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** Whether applying the plan would write anything. */
export function hasChanges({ create, change, absent }: Plan, prune: boolean): boolean {
  return create.length + change.length + (prune ? absent.length : 0) > 0;
}

/** The plan as people read it. */
export function planText({ create, change, unchanged, absent, managed }: Plan, prune: boolean): string {
  const lines = [
    ...create.map(({ id, settings }) => `+ create ${id} (${printable(settings.name)})`),
    ...change.flatMap(({ wanted, fields }) => [
      `~ change ${wanted.id}`,
      ...fields.map(({ field, from, to }) => `    ${field}: ${jsonText(from)} -> ${jsonText(to)}`),
    ]),
    ...absent.map(
      ({ id, name }) => `${prune ? '- delete' : '  not in the file:'} ${printable(id)} (${printable(name)})`,
    ),
  ];
  const fate = prune ? 'to delete' : 'not in the file';
  const sum = [
    `${create.length} to create, ${change.length} to change, ${unchanged} unchanged`,
    ...(absent.length > 0 || prune ? [`${absent.length} ${fate}`] : []),
    ...(managed > 0 ? [`${managed} left to their stacks`] : []),
  ];
  const hint = !prune && absent.length > 0 ? ' (--prune deletes these)' : '';
  return `${[...lines, `${sum.join(', ')}${hint}`].join('\n')}\n`;
}
