import { startLocalHost } from '../lib/local/host.ts';
import { explainFailure, readSettings } from '../lib/local/settings.ts';

// The AWS SDK prints a notice on Node 20, which is supported here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

process.on('uncaughtException', (error) => {
  console.error(explainFailure(error));
  process.exit(1);
});

const host = await startLocalHost({ ...readSettings(process.env), print: (text) => console.log(text) });
console.log(`Downbeat is ready at ${host.url} (stop it with Ctrl-C).`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void host.close().then(() => process.exit(0)));
}
