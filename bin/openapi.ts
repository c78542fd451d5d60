import { writeFileSync } from 'node:fs';
import { documentPath, documentText } from '../lib/openapi/document.ts';

writeFileSync(documentPath, documentText());
