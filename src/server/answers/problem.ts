/** Errors as the API answers them: application/problem+json (RFC 9457). */

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { CisregError } from '../../errors.ts';
import { type AskedIn, plainMistake } from './plain-mistake.ts';
import { unionMistake } from './schema-mistake.ts';

/** A mistake in what was asked, which names its parameter. */
export class RequestError extends Error {
  readonly status: number;
  readonly parameter: string | undefined;
  /** Of 429 and 503: when it is worth asking again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, parameter?: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.parameter = parameter;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** An error as it is sent. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly parameter?: string | undefined;
  /** As in the server's log; not where the request could not be read. */
  readonly requestId?: string;
}

/** Where nothing better is known. */
const RETRY_SECONDS = 5;

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request does not fit',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'No such format',
  408: 'Too slow',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  416: 'Not within the file',
  429: 'Too many requests',
  431: 'Header too large',
  500: 'A defect of the server',
  503: 'Too busy',
};

/** Answers an error. What is no mistake of the visitor's is logged, and tells nothing of the server's inside. */
export function answerError(
  error: FastifyError | RequestError | CisregError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, detail, parameter } = described(error);
  if (status >= 500) request.log.error({ err: error }, 'request failed');
  if (status === 429 || status === 503) {
    const seconds = error instanceof RequestError ? error.retryAfterSeconds : undefined;
    void reply.header('retry-after', String(seconds ?? RETRY_SECONDS));
  }
  void reply
    .code(status)
    .type('application/problem+json')
    .send(problemText({ status, detail, parameter, requestId: request.id }));
}

/** A problem as it is sent. */
export function problemText(problem: Omit<Problem, 'type' | 'title'>): string {
  const { status } = problem;
  const whole: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'The request failed',
    ...problem,
  };
  return JSON.stringify(whole);
}

function described(error: Error): { status: number; detail: string; parameter?: string | undefined } {
  if (error instanceof RequestError) {
    return { status: error.status, detail: error.message, parameter: error.parameter };
  }
  if (error instanceof CisregError) {
    const { code, message: detail, parameter } = error;
    if (code === 'NOT_FOUND') return { status: 404, detail, parameter };
    if (code === 'USAGE') return { status: 400, detail, parameter };
    return { status: 500, detail: 'The server could not read its registry.' };
  }
  const { statusCode, code, validation, validationContext, message } = error as FastifyError;
  if (validation !== undefined) {
    const union = unionMistake(validation);
    if (union !== undefined) return { status: 400, ...union };
    const [first] = validation;
    const extra = first?.params.additionalProperty as string | undefined;
    if (extra !== undefined) {
      return {
        status: 400,
        detail: `there is no parameter ${JSON.stringify(extra.slice(0, 60))}; see /api/openapi.json`,
        parameter: extra,
      };
    }
    return { status: 400, ...plainMistake(validation, (validationContext ?? 'body') as AskedIn) };
  }
  if (statusCode === 415) {
    const detail =
      'the type of the body is not taken here, expected application/json, and text/plain for a BED or a list of variants; name it with -H "content-type: ..."';
    return { status: 415, detail };
  }
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    return {
      status: 400,
      detail: 'the body is empty, expected JSON as its content-type says',
      parameter: 'body',
    };
  }
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return { status: 400, detail: message, parameter: 'body' };
  if (statusCode !== undefined && ((statusCode >= 400 && statusCode < 500) || statusCode === 503)) {
    return { status: statusCode, detail: message };
  }
  return { status: 500, detail: 'The server met an error of its own. Its log has the request id.' };
}
