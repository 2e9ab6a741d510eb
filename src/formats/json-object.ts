/** JSON files that may be somebody else's, or damaged. */

import { existsSync, readFileSync } from 'node:fs';

/** The object that a JSON file holds; undefined where there is no such file, or it holds anything else. */
export function readJsonObject(file: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
