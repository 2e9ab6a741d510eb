/** Routes and the state directory, which an operator need not give. */

import { createReadStream, openSync, type ReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { StateKind, StateStore } from './state-store.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Undefined where the service keeps nothing. */
    readonly state: StateStore | undefined;
  }
}

/** `params` of an address that names an item. */
export const SavedParams = Type.Object({
  id: Type.String({ description: 'As the answer that saved it says', maxLength: 64 }),
});

/** The state directory. Throws RequestError 404 where there is none. */
export function stateOf({ state }: FastifyInstance): StateStore {
  if (state !== undefined) return state;
  throw new RequestError(
    404,
    'nothing is saved here: the operator started the service without --state, the directory for lists and uploads',
  );
}

/**
 * An item that is saved, as a stream that is open: another server may remove the file while it is read. Throws RequestError 404 that names
 * the parameter.
 */
export function savedItem(app: FastifyInstance, kind: StateKind, id: string): ReadStream {
  const state = stateOf(app);
  const file = state.find(kind, id);
  const descriptor = file === undefined ? undefined : opened(file);
  if (descriptor !== undefined) return createReadStream('', { fd: descriptor });
  throw new RequestError(
    404,
    `${quoted(id)} is nothing that is saved here, or was not used for ${state.limits.ageDays} days; save it again`,
    kind === 'uploads' ? 'upload' : 'list',
  );
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
