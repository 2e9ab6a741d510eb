/** Collects what is wrong with a configuration, so that all of it is reported at once. */

import { CisregError, type Where } from './errors.ts';

export class Mistakes {
  private readonly found: CisregError[] = [];

  add(message: string, where: Where): void {
    this.found.push(new CisregError('CONFIG', message, { where }));
  }

  /** Takes over an error that a reader threw; anything but a CisregError is a defect and goes on. */
  take(error: unknown): void {
    if (!(error instanceof CisregError)) throw error;
    for (const text of error.all) this.found.push(new CisregError(error.code, text));
  }

  /** Runs a check; a CisregError that it throws is kept. */
  trying(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.take(error);
    }
  }

  /** The result of `read`, or undefined where it threw a CisregError, which is kept. */
  async collect<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.take(error);
      return undefined;
    }
  }

  /** Throws one CisregError that holds everything found, if anything was. */
  throwIfAny(): void {
    const [first] = this.found;
    if (first === undefined) return;
    const all = [...new Set(this.found.map((error) => error.message))];
    const sameCode = this.found.every((error) => error.code === first.code);
    throw new CisregError(sameCode ? first.code : 'CONFIG', all.join('\n'), { all });
  }
}
