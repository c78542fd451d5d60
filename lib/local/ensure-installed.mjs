// Runs before `npm start` and `npm test`: installs the dependencies if they are missing or older than the
// lockfile. Plain JavaScript without imports of ours, since nothing may be installed yet.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes the hidden lockfile last, so an installation that broke off counts as missing.
if (modifiedMs('node_modules/.package-lock.json') < modifiedMs('package-lock.json')) {
  console.log('Installing dependencies…');
  const { status } = spawnSync('npm ci --no-audit --no-fund', { stdio: 'inherit', shell: true });
  process.exit(status ?? 1);
}
