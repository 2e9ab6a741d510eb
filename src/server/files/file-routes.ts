/** /files: the reference genome, the signals and the tracks of cCREs, by ranges, for genome browsers and other programs. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Served, ServedRegistries } from '../served.ts';
import { sendFile } from './file-answer.ts';
import type { NamedFile, ServedFiles } from './served-files.ts';

interface FileParams {
  readonly registry: string;
  readonly name: string;
}

/** Adds the routes. */
export function fileRoutes(app: FastifyInstance, registries: ServedRegistries, files: ServedFiles): void {
  const add = (url: string, find: (served: Served, name: string) => NamedFile) =>
    fileRoute(app, url, (request) => {
      const { registry, name } = request.params as FileParams;
      return find(registries.find(registry), name);
    });
  add('/files/:registry/reference/:name', files.reference);
  add('/files/:registry/signals/:name', files.signal);
  add('/files/:registry/tracks/:name', files.track);
  add('/files/:registry/tracks/biosamples/:name', files.biosample);
}

/** A route for GET and HEAD of files; what it sends is never compressed on the way. */
export function fileRoute(
  app: FastifyInstance,
  url: string,
  find: (request: FastifyRequest) => NamedFile,
): void {
  app.route({
    method: ['GET', 'HEAD'],
    url,
    exposeHeadRoute: false,
    compress: false,
    schema: { hide: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const file = find(request);
      return sendFile({ request, reply }, await file.open(), file.contentType);
    },
  });
}
