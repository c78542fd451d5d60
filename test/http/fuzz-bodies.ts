import fc from 'fast-check';
import { meaning, type Said, weighed } from './fuzz-parts.ts';
import { keywords } from './fuzz-world.ts';

/** A body as the gateway hands it over: as text, or as bytes in base64. */
export interface RequestBody {
  bytes: Buffer;
  isBase64: boolean;
}

function textBody(text: string): RequestBody {
  return { bytes: Buffer.from(text), isBase64: false };
}

const words10k = [...keywords.start, ...keywords.success, ...keywords.fail, 'the end'];
const textual = fc.constantFrom(
  ...['{"status":"failed","message":"m","duration":"1h2m3.5s","labels":{"a":"b","c":1,"":"x","d":{}}}'],
  ...[
    '{"status":1,"message":true,"duration":12.5,"latency_ms":"7","labels":[]}',
    'null',
    '[]',
    '7',
    '"x"',
    '{',
  ],
  ...[
    '{"message":"\\ud800","labels":{"constructor":"x","__proto__":"y","toString":"z"}}',
    '{"__proto__":{"status":1}}',
  ],
  ...[
    `{"labels":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`,
    '['.repeat(3_000),
    'status=fail&x=1',
    '\0',
    '\ufeff{}',
  ],
);
export const body: fc.Arbitrary<RequestBody> = weighed(
  [4, fc.constant(textBody(''))],
  [3, fc.subarray(words10k).map((found) => textBody(found.join(' ')))],
  [3, textual.map(textBody)],
  [2, fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ bytes: Buffer.from(bytes), isBase64: true }))],
  [
    1,
    fc.tuple(fc.constantFrom(...words10k), fc.integer({ min: 9_990, max: 10_001 })).map(([word, at]) => {
      return { bytes: Buffer.from(`${'x'.repeat(at)}${word}`), isBase64: true };
    }),
  ],
);

/** The body of a test result, and whether it passed. */
export const result: fc.Arbitrary<Said> = fc.constantFrom(
  ...meaning(
    'success',
    '{"status":"pass"}',
    '{"status":"pass","latency_ms":12.5,"labels":{"constructor":"x"}}',
  ),
  ...meaning('fail', '{"status":"fail"}', ' {"status":"fail","status":"fail","message":"\\ud800"}'),
  ...meaning(
    'malformed',
    '',
    '{}',
    '{"status":"PASS"}',
    '{"status":["pass"]}',
    '["pass"]',
    '"pass"',
    'pass',
    'null',
  ),
  ...meaning('malformed', '{"status":"pass"', '{"__proto__":{"status":"pass"}}', '{"status":null}'),
);
