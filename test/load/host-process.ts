import { hostHere } from './target.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const host = await hostHere(process.argv[2] ?? '');
process.send?.(host.url);
process.on('message', (asked) => {
  if (asked === 'inside') void host.inside().then((inside) => process.send?.(inside));
  if (asked === 'close') void host.close().then(() => process.exit(0));
});
