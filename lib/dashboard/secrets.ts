import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 128 random bits, as letters and digits of base64url. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url');
}

/** Compares in constant time, whatever the lengths. */
export function isSame(secret: string, given: string | undefined): boolean {
  return given !== undefined && timingSafeEqual(digest(secret), digest(given));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
