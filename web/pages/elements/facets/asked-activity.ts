/** `activity` of an address as a condition of the API. */

import { Problem } from '../../../api/ask.ts';
import type { Condition } from '../element-body.ts';
import { biosamplesOf } from '../picker/biosamples.ts';
import { conditionOf, parseActivity } from './activity.ts';

/** Throws Problem 400 where it is no such text, or names a group that has nobody. */
export async function askedActivity(registry: string, text: string): Promise<Condition> {
  const activity = parseActivity(text);
  if (activity === undefined) {
    throw new Problem(
      `activity is "${text.slice(0, 60)}". Expected all:, any: or a number and conditions such as any:high.DNase@K562;low.DNase@liver.`,
      400,
      { parameter: 'activity' },
    );
  }
  const needsMetadata = activity.terms.some((term) => 'group' in term && 'where' in term.group);
  const condition = conditionOf(activity, needsMetadata ? await biosamplesOf(registry) : []);
  if (condition === undefined) {
    throw new Problem('activity names a group in which no biosample has the mark.', 400, {
      parameter: 'activity',
    });
  }
  return condition;
}
