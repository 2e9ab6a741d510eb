/** In which order the mirrors are asked: one that fails for all files goes to the end, so that it is not waited for again and again. */

import type { Progress } from '../progress.ts';
import type { MirrorFault } from './mirror-fault.ts';
import { addressesOf, type Mirror, type MirrorAddress } from './mirrors.ts';
import type { MirrorName, RemoteFile } from './remote-file.ts';

export class MirrorBoard {
  readonly #progress: Progress;
  #order: readonly Mirror[];
  readonly #down = new Map<MirrorName, MirrorFault>();
  #workedAt: number | undefined;

  constructor(order: readonly Mirror[], progress: Progress) {
    this.#order = order;
    this.#progress = progress;
  }

  /** The file's addresses, in the order in which they are tried now. */
  addresses(file: RemoteFile): MirrorAddress[] {
    return addressesOf(file, this.#order);
  }

  /** Whether it failed for another file, in a way that is so for all. */
  isDown(mirror: MirrorName): boolean {
    return this.#down.has(mirror);
  }

  /** Whether every mirror that could have the file is down. */
  isHopeless(file: RemoteFile): boolean {
    const addresses = this.addresses(file);
    return addresses.length > 0 && addresses.every(({ mirror }) => this.isDown(mirror));
  }

  /** Whether one of these may answer again by itself, which one that does not accept its token will not. */
  mayComeBack(file: RemoteFile): boolean {
    return this.addresses(file).some(({ mirror }) => this.#down.get(mirror)?.kind === 'unreachable');
  }

  /** Why they are down, without the names of the files that showed it. */
  whyDown(file: RemoteFile): string {
    return this.addresses(file)
      .flatMap(({ mirror }) => this.#down.get(mirror)?.reason ?? [])
      .join('; ');
  }

  /** When bytes last came from any mirror, by performance.now(); undefined where none did. */
  get workedAt(): number | undefined {
    return this.#workedAt;
  }

  /** Takes note of a fault; says it once where it is so for all files. */
  note(fault: MirrorFault): void {
    const { mirror } = fault;
    if ((fault.kind !== 'unreachable' && fault.kind !== 'token') || this.isDown(mirror)) return;
    this.#down.set(mirror, fault);
    const own = this.#order.filter(({ name }) => name === mirror);
    const others = this.#order.filter(({ name }) => name !== mirror);
    this.#order = [...others, ...own];
    const next = others.find(({ name }) => !this.isDown(name));
    if (next !== undefined)
      this.#progress.warn(`${fault.message}; ${next.name} is asked before it from now on`);
  }

  /** A mirror that gives bytes is up. */
  works(mirror: MirrorName): void {
    this.#workedAt = performance.now();
    this.#down.delete(mirror);
  }

  /** One that answers may be up. */
  isBack(mirror: MirrorName): void {
    this.#down.delete(mirror);
  }

  get order(): readonly MirrorName[] {
    return this.#order.map(({ name }) => name);
  }
}
