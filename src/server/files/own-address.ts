/** The address of this service as others reach it. */

import type { FastifyRequest } from 'fastify';
import { CisregError } from '../../errors.ts';
import { isBaseAddress } from '../../formats/shown-address.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';

const HOST = /^[A-Za-z0-9._-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$/;

/** Checks what an operator gives as the service's address; returns it without a slash at its end. Throws CisregError USAGE. */
export function parsePublicUrl(text: string): string {
  if (isBaseAddress(text)) return text.replace(/\/+$/, '');
  throw new CisregError(
    'USAGE',
    `the public address is ${quoted(text)}, expected http(s)://host or http(s)://host/path without user, ? or #`,
  );
}

/**
 * Without a slash at its end: what the operator gave, or else the host that the request names, in Host alone: who stands before us may hand
 * on any other header as the visitor wrote it. Throws RequestError 400 for a host that is none.
 */
export function ownAddress(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const { host = '' } = request.headers;
  if (!HOST.test(host))
    throw new RequestError(400, `host is ${quoted(host)}, expected a name or an address`, 'host');
  return `${request.protocol === 'https' ? 'https' : 'http'}://${host}`;
}

/** Whether only this machine or its network can reach an address, as far as its name tells. */
export function isPrivate(address: string): boolean {
  const { hostname } = new URL(address);
  const isOwnName = /^localhost$|\.(localhost|local|internal|lan|home\.arpa)$/.test(hostname);
  const isOwnNumber =
    /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.)|^\[(::1?|f[cd][0-9a-f]{2}:.*|fe80:.*)\]$/.test(
      hostname,
    );
  return isOwnName || isOwnNumber || !/[.:]/.test(hostname);
}
