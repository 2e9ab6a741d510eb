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

  it('of one form says the parameter, what was found, what is expected and the mend', async () => {
    const addresses: [string, string, string | RegExp][] = [
      [
        'ccres?class=PLS&class=dELS',
        'class',
        'class is given 2 times, expected once, with commas between: "PLS,dELS"',
      ],
      [
        'ccres?high=DNase@a&high=DNase@b&high=CTCF@c',
        'high',
        'high is given 3 times, expected once, with semicolons between: "DNase@a;DNase@b;CTCF@c"',
      ],
      ['ccres?low=DNase@a&low=DNase@b', 'low', /with semicolons between: "DNase@a;DNase@b"$/],
      ['ccres?zone=distal&zone=proximal', 'zone', /with commas between: "distal,proximal"$/],
      ['ccres?accession=a&accession=b', 'accession', /with commas between: "a,b"$/],
      ['ccres?region=chr1&region=chr2', 'region', /with semicolons between: "chr1;chr2"$/],
      [
        'ccres?maxZ.DNase=1,&maxZ.DNase=2,',
        'maxZ.DNase',
        /^maxZ.DNase is given 2 times, expected once; leave/,
      ],
      ['ccres?limit=1&limit=2', 'limit', 'limit is given 2 times, expected once; leave the others out'],
      ['search', 'q', /^there is no q, expected q=... in the address: Coordinates, /],
      [`search?q=${'x'.repeat(3000)}`, 'q', 'q has 3000 characters, expected at most 2048 characters'],
      ['biosamples/compare?a=x', 'b', /^there is no b, expected b=... in the address/],
    ];
    for (const [url, parameter, detail] of addresses) {
      const response = await service.get(`/api/v1/${url}`);
      const problem = (await response.json()) as { parameter: string; detail: string };
      expect([response.status, problem.parameter], url).toEqual([400, parameter]);
      expect(problem.detail).toMatch(detail);
    }
    const bodies: [string, object, string, RegExp][] = [
      ['ccres', { limit: -1 }, 'limit', /^limit is -1, expected at least 0$/],
      ['ccres', { limit: '5' }, 'limit', /^limit is "5", expected a whole number$/],
      ['ccres', { filter: [] }, 'filter', /^filter is a list of 0, expected \{.*gene\?/],
      [
        'ccres',
        { filter: { gene: {} } },
        'filter.gene.names',
        /^filter.gene has no "names", expected \{names, by\?/,
      ],
      ['ccres', { filter: { class: 'PLS' } }, 'filter.class', /^filter.class is "PLS", expected a list$/],
      ['ccres', { filter: { class: [5] } }, 'filter.class.0', /^filter.class.0 is 5, expected a text$/],
      ['lift', {}, 'to', /^the body has no "to", expected \{/],
    ];
    for (const [url, body, parameter, detail] of bodies) {
      const response = await service.get(`/api/v1/${url}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const problem = (await response.json()) as { parameter: string; detail: string };
      expect([response.status, problem.parameter], problem.detail).toEqual([400, parameter]);
      expect(problem.detail).toMatch(detail);
    }
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const response = await service.get('/api/v1/ccres', { method: 'POST', headers });
      const problem = (await response.json()) as { parameter: string; detail: string };
      expect([response.status, problem.parameter]).toEqual([400, 'body']);
      expect(problem.detail).toMatch(/^the body is empty, expected JSON/);
    }
  });

  it('of a registry or an element that there is not names the parameter that named it', async () => {
    const addresses: [string, string][] = [
      ['ccres?registry=hg77', 'registry'],
      ['lift?to=hg77&region=chr1:1-100', 'to'],
      ['ccres/NOPE', 'accession'],
      ['compare?accessions=NOPE', 'accessions'],
    ];
    for (const [url, parameter] of addresses) {
      const response = await service.get(`/api/v1/${url}`);
      const problem = (await response.json()) as { parameter: string };
      expect([response.status, problem.parameter], url).toEqual([404, parameter]);
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
