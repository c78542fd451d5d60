import { limits } from '../domain/limits.ts';
import { secondMs } from '../domain/time.ts';

/**
 * What CloudWatch shows of the widget's function to whoever adds it to a dashboard of theirs: Markdown, which each of
 * AWS's samples answers to a call with `describe` (https://github.com/aws-samples/cloudwatch-custom-widgets-samples). The
 * parameters of its `yaml` block are those that such a widget begins with.
 */
export const widgetHelp = `## Monitors of Downbeat

Shows all monitors, trouble first: their status, what is due and when they last checked in. The numbers narrow the list down to a
status, and a name opens the monitor's settings and its last change. It only reads, at most ${limits.monitorsPerLook.toLocaleString('en')} monitors, and shows
nothing that opens a ping URL. It is at most ${limits.lookCacheMs / secondMs} seconds old. Times are in UTC.

### Widget parameters
Param | Description
---|---
**status** | \`all\`, \`down\`, \`late\`, \`new\`, \`up\` or \`paused\`: the monitors to show at first. Default: \`all\`
**monitor** | The id of a monitor, to show its details in place of the list

### Example parameters
\`\`\` yaml
status: all
\`\`\`
`;
