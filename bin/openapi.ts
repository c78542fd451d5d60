import { writeFileSync } from 'node:fs';
import { documentText } from '../lib/openapi/document.ts';
import { documentFile } from '../lib/openapi/document-file.ts';

writeFileSync(documentFile, documentText());
