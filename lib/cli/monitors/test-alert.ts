import { readAnswer, testAlertAnswer } from './answers.ts';
import { write } from './output.ts';
import { jsonHelp, jsonOption, type Subcommand } from './subcommand.ts';
import { Table } from './table.ts';
import { jsonText } from './text.ts';

/** Answers 1 if a channel did not take the test: whoever runs it wants to know whether people would be told. */
export const testAlert: Subcommand = {
  usage: '<id> [--json]',
  summary: "sends a test alert to a monitor's channels",
  takesId: true,
  options: jsonOption,
  help: `${jsonHelp}
Exit code 1 also means that a channel did not take it.
`,
  read:
    (given) =>
    async ({ world, connect }) => {
      const api = await connect();
      const request = { method: 'POST', path: `/monitors/${given.id}/test-alert` } as const;
      const answer = readAnswer(testAlertAnswer, await api.json(request));
      const rows = answer.channels.map(({ channel, error }) => [channel, error ?? 'sent']);
      const table = new Table(['CHANNEL', 'RESULT'], world.stdout.columns);
      await write(world.stdout, given.flag('json') ? `${jsonText(answer)}\n` : table.print(rows));
      return answer.channels.some(({ error }) => error !== null) ? 1 : 0;
    },
};
