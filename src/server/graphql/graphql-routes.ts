/** /graphql: the documented queries of the 2020 SCREEN, answered by the same functions as /api/v1. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type Static, Type } from 'typebox';
import { CisregError } from '../../errors.ts';
import { RequestError } from '../answers/problem.ts';
import type { ServedRegistries } from '../served.ts';
import { BIOSAMPLE_RESOLVERS } from './graphql-biosamples.ts';
import { DETAIL_RESOLVERS } from './graphql-element-details.ts';
import { ELEMENT_RESOLVERS } from './graphql-elements.ts';
import { GENE_RESOLVERS } from './graphql-genes.ts';
import { extentError } from './graphql-limits.ts';
import type { Resolvers } from './graphql-nodes.ts';
import { SCHEMA } from './graphql-schema.ts';
import { VARIANT_RESOLVERS } from './graphql-variants.ts';
import { GRAPHQL_LIMITS, workOf } from './graphql-work.ts';

const Variables = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]);
/** Clients send more than these, such as extensions. */
const GraphqlBody = Type.Object({
  query: Type.String({ maxLength: GRAPHQL_LIMITS.queryChars }),
  variables: Type.Optional(Variables),
  operationName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const GraphqlQuery = Type.Object({
  query: Type.Optional(Type.String({ maxLength: GRAPHQL_LIMITS.queryChars })),
  variables: Type.Optional(Type.String({ maxLength: GRAPHQL_LIMITS.queryChars })),
  operationName: Type.Optional(Type.String({ maxLength: 1000 })),
});

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** Adds /graphql. GET without a question answers the schema as text. */
export function graphqlRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const schema = schemaWith([
    ELEMENT_RESOLVERS,
    DETAIL_RESOLVERS,
    BIOSAMPLE_RESOLVERS,
    GENE_RESOLVERS,
    VARIANT_RESOLVERS,
  ]);
  const hide = true;
  app.post('/graphql', { schema: { hide, body: GraphqlBody } }, (request, reply) =>
    answer({ request, reply }, { schema, registries, question: request.body as Static<typeof GraphqlBody> }),
  );
  app.get('/graphql', { schema: { hide, querystring: GraphqlQuery } }, (request, reply) => {
    const { query, variables, operationName } = request.query as Static<typeof GraphqlQuery>;
    if (query === undefined) return reply.type('text/plain; charset=utf-8').send(SCHEMA.trimStart());
    const question = { query, variables: parsedVariables(variables), operationName };
    return answer({ request, reply }, { schema, registries, question });
  });
}

async function answer(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  given: {
    readonly schema: GraphQLSchema;
    readonly registries: ServedRegistries;
    readonly question: Question;
  },
): Promise<object> {
  const { schema, registries, question } = given;
  void reply.header('cache-control', 'no-store');
  const refused = (errors: readonly GraphQLError[]) => {
    void reply.code(400);
    return { errors: errors.map((error) => error.toJSON()) };
  };
  let document: ReturnType<typeof parse>;
  try {
    document = parse(question.query, { maxTokens: GRAPHQL_LIMITS.tokens });
  } catch (error) {
    return refused([error as GraphQLError]);
  }
  const extent = extentError(document);
  if (extent !== undefined) return refused([extent]);
  const invalid = validate(schema, document, specifiedRules, { maxErrors: 20 });
  if (invalid.length > 0) return refused(invalid);
  await request.server.slots.take(reply);
  const work = workOf(() => reply.raw.destroyed);
  const answered = execute({
    schema,
    document,
    contextValue: { registries, work },
    variableValues: question.variables ?? null,
    operationName: question.operationName ?? null,
  });
  let result: ExecutionResult;
  try {
    result = await Promise.race([answered, work.ended]);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    void reply.code(error.status);
    return { errors: [{ message: error.message }] };
  }
  if (result.errors === undefined) return result;
  // The question itself did not fit: a variable is missing, no operation has that name, it would change something.
  if (result.errors.every(({ path }) => path === undefined)) return refused(result.errors);
  return { ...result, errors: told(result.errors, request) };
}

/** What visitors hear: each thing once, however many elements of a list have it, and nothing of the server's inside. */
function told(errors: readonly GraphQLError[], request: FastifyRequest): readonly object[] {
  const seen = new Map<string, object>();
  for (const error of errors) {
    const { originalError } = error;
    const isOurs =
      originalError === undefined ||
      originalError instanceof RequestError ||
      (originalError instanceof CisregError && ['USAGE', 'NOT_FOUND'].includes(originalError.code));
    if (!isOurs) request.log.error({ err: originalError }, 'a resolver failed');
    const message = isOurs ? error.message : 'the server met an error of its own; its log has the request id';
    const place = error.path?.filter((part) => typeof part === 'string').join('.') ?? '';
    const key = `${place}\t${message}`;
    if (!seen.has(key)) seen.set(key, { ...error.toJSON(), message });
  }
  return [...seen.values()];
}

function parsedVariables(text: string | undefined): Question['variables'] {
  if (text === undefined || text === '') return undefined;
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && !Array.isArray(found)) return found as Question['variables'];
  } catch {
    // Told below, as anything else that is no object.
  }
  throw new RequestError(
    400,
    'variables are no JSON object, expected one such as {"gene":"SOX4"}',
    'variables',
  );
}

function schemaWith(parts: readonly Resolvers[]): GraphQLSchema {
  const schema = buildSchema(SCHEMA);
  const assembly = schema.getType('Assembly') as GraphQLScalarType;
  // Clients write it as a name (GRCh38), as the first version had it, or in quotes.
  assembly.parseLiteral = (node) =>
    node.kind === Kind.ENUM || node.kind === Kind.STRING ? node.value : undefined;
  assembly.parseValue = (found) => (typeof found === 'string' ? found : undefined);
  for (const [type, fields] of parts.flatMap((part) => Object.entries(part))) {
    const own = schema.getType(type);
    if (!isObjectType(own)) throw new Error(`the schema has no type ${type}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = own.getFields()[name];
      if (field === undefined) throw new Error(`${type} has no field ${name}`);
      field.resolve = resolve;
    }
  }
  return schema;
}
