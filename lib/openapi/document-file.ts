import { join } from 'node:path';

/** Where the document is kept. */
export const documentFile = join(import.meta.dirname, '../../docs/openapi.json');
