import * as z from 'zod/mini';

const settings = z.object({
  PORT: z._default(
    z
      .string()
      .check(z.refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, 'allowed are 0 to 65535')),
    '8080',
  ),
  DATA_DIR: z._default(z.string().check(z.minLength(1, 'names a directory')), '.downbeat'),
});

/** Reads the local host's settings from the environment. Throws an Error that names the variable and what is allowed. */
export function readSettings(environment: Record<string, string | undefined>): {
  port: number;
  directory: string;
} {
  const parsed = settings.safeParse(environment);
  if (parsed.success) return { port: Number(parsed.data.PORT), directory: parsed.data.DATA_DIR };
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}

/** Says in words why the local host did not start, or stopped. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return `${error.message}. Another program has the port; choose one with PORT=8081.`;
  }
  if (code === 'LEVEL_DATABASE_NOT_OPEN') {
    return 'The data directory cannot be opened. Perhaps another Downbeat is using it; choose one with DATA_DIR.';
  }
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EACCES') {
    return `DATA_DIR: cannot be used as a directory. ${error.message}`;
  }
  return `Downbeat stopped. ${error.message}`;
}
