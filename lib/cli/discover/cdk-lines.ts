import { limits } from '../../../lambdas/domain/limits.ts';
import { readSchedule } from '../../../lambdas/domain/schedule.ts';
import type { Settings } from '../monitors/monitors-file.ts';
import { jsonText } from '../monitors/text.ts';
import type { Survey } from './survey.ts';
import { comment, headingOf, linesOf } from './words.ts';

/** Lines for a stack that has `downbeat`, an installation. What cannot be said in them stands in their comments. */
export function cdkLines(survey: Survey, region: string): string {
  const heading = [
    ...headingOf(survey, region),
    "import { Duration } from 'aws-cdk-lib';",
    "import { Monitor, MonitorSchedule } from 'downbeat';",
  ];
  const monitors = survey.found.map((found) => {
    const { id, proposal } = found;
    return `\n${comment('//', linesOf(found))}${'fault' in proposal ? '' : construct(id, proposal.settings)}`;
  });
  return comment('//', heading) + monitors.join('');
}

function construct(id: string, settings: Settings): string {
  const { name, schedule, timezone, grace_period_seconds: graceSeconds, tags } = settings;
  const props = [
    ['monitorId', jsonText(id)],
    ['monitorName', jsonText(name)],
    ['schedule', scheduleCode(schedule)],
    ...(timezone === 'UTC' ? [] : [['timezone', jsonText(timezone)]]),
    ...(graceSeconds === limits.graceDefaultSeconds ? [] : [['grace', durationCode(graceSeconds)]]),
    ['tags', jsonText(tags)],
  ];
  const lines = props.map(([prop, code]) => `  ${prop}: ${code},\n`);
  return `new Monitor(this, ${jsonText(id)}, {\n  downbeat,\n${lines.join('')}});\n`;
}

function scheduleCode(text: string): string {
  const schedule = readSchedule(text);
  return schedule.kind === 'every'
    ? `MonitorSchedule.every(${durationCode(schedule.intervalSeconds)})`
    : `MonitorSchedule.cron(${schedule.lines.map(jsonText).join(', ')})`;
}

/** All that comes from EventBridge is whole minutes. */
function durationCode(seconds: number): string {
  const units = [
    ['days', 86_400],
    ['hours', 3_600],
  ] as const;
  const [unit, size] = units.find(([, each]) => seconds % each === 0) ?? ['minutes', 60];
  return `Duration.${unit}(${seconds / size})`;
}
