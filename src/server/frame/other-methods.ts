/** Addresses that exist, but not for the method of a request: 405 with those that it takes. */

import type { FastifyInstance } from 'fastify';

/** The methods that the routes take at an address, in order; none where there is no such address. */
export type MethodsAt = (address: string) => readonly string[];

/** Hears of every route from now on. */
export function methodsOf(app: FastifyInstance): MethodsAt {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // What any first name leads to (pages, old addresses) may well answer that there is nothing.
    if (/^\/[:*]/.test(url)) return;
    routes.push({ pattern: patternOf(url), methods: [method].flat().map(String) });
  });
  return (address) => {
    const [path = ''] = address.split(/[?#]/, 1);
    const found = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  };
}

/** `/genes/:id/links`, `/files/*` as find-my-way means them. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
