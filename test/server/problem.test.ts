/** Problems name the parameter, what was found and what was expected. */

import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { answerError } from '../../src/server/answers/problem.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
beforeAll(async () => {
  service = await running([(await simulatedRegistry()).registry]);
});
afterAll(() => service.app.close());

const asked = async (body: object) => {
  const response = await service.get('/api/v1/ccres', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  return (await response.json()) as { parameter?: string; detail: string };
};

describe('a problem', () => {
  it('of a union names the part that is wrong, its value and the forms that it may have', async () => {
    const leaf = { assay: 'DNase', biosample: 'K562' };
    const cases: [object, string, RegExp, RegExp][] = [
      [{ sort: 5 }, 'sort', /^sort is 5, /, /\{by: maxZ\|support, assay, order\?: ascending\|descending\}/],
      [{ sort: { by: 'tua' } }, 'sort.by', /^sort.by is "tua", /, /position, length.* or maxZ, support/],
      [{ facets: [{ of: 'class' }, { of: 'clas' }] }, 'facets.1.of', /^facets.1.of is "clas", /, /class/],
      [
        { filter: { activity: { all: [{ assay: 'DNase', is: 'high' }] } } },
        'filter.activity.all.0',
        /^filter.activity.all.0 is \{assay, is\}, /,
        /\{assay, biosample, is: high\|low.*\} or \{all\} or \{any\} or \{not\} or \{atLeast\}$/,
      ],
      [
        { filter: { activity: { not: { ...leaf, is: 'hihg' } } } },
        'filter.activity.not.is',
        /^filter.activity.not.is is "hihg", /,
        /high, low/,
      ],
    ];
    for (const [body, parameter, found, expected] of cases) {
      const problem = await asked(body);
      expect(problem.parameter, problem.detail).toBe(parameter);
      expect(problem.detail).toMatch(found);
      expect(problem.detail).toMatch(expected);
    }
  });

  it('stays short, whatever was sent', async () => {
    for (const sort of [
      'x'.repeat(100_000),
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])),
    ])
      expect((await asked({ sort })).detail.length).toBeLessThan(600);
  });

  it('of the command line or the store names the parameter that the error names', async () => {
    const app = fastify();
    app.setErrorHandler(answerError);
    app.get('/:code', (request) => {
      throw new CisregError((request.params as { code: 'USAGE' }).code, 'class "foo", expected PLS', {
        parameter: 'class',
      });
    });
    for (const [code, status] of [
      ['USAGE', 400],
      ['NOT_FOUND', 404],
    ] as const) {
      const answer = await app.inject(`/${code}`);
      expect(answer.json()).toMatchObject({
        status,
        parameter: 'class',
        detail: 'class "foo", expected PLS',
      });
    }
    await app.close();
  });
});
