import { describe, expect, it } from 'vitest';
import { html, ownMarkup } from '../../src/report/html.ts';
import { count, decimals, percent } from '../../src/report/numbers.ts';
import { type Page, renderPage } from '../../src/report/page.ts';
import { assayColour, classColour, tokenCss } from '../../src/report/tokens.ts';

const HOSTILE = `<script>alert("1")</script> & 'x'`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;';

describe('html', () => {
  it('escapes text, in lists and attributes too, and leaves markup', () => {
    expect(html`<b title="${HOSTILE}">${HOSTILE}</b>`.markup).toBe(`<b title="${ESCAPED}">${ESCAPED}</b>`);
    expect(html`${[HOSTILE, html`<i>${1}</i>`, [ownMarkup('<u>')]]}`.markup).toBe(`${ESCAPED}<i>1</i><u>`);
  });

  it('leaves nothing for what is not there, and a zero for zero', () => {
    expect(html`${undefined}${false}${0}`.markup).toBe('0');
  });
});

describe('the page', () => {
  const page: Page = {
    title: HOSTILE,
    kind: HOSTILE,
    heading: HOSTILE,
    lead: HOSTILE,
    facts: [[HOSTILE, HOSTILE]],
    sections: [{ id: 'a', title: HOSTILE, answer: HOSTILE, body: HOSTILE }],
    footer: HOSTILE,
  };

  it('escapes whatever it is given', () => {
    expect(renderPage(page)).not.toContain('alert("1")');
  });

  it('asks nothing of the network', () => {
    expect(renderPage(page)).not.toMatch(/https?:|@import|url\(|src=/);
  });

  it('has every colour that a class or an assay names, and raw colours in the tokens alone', () => {
    const tokens = tokenCss();
    const colours = [0, 1, 2, 3, 4, 5, 6].map(classColour);
    for (const assay of ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF', 'other'])
      colours.push(assayColour(assay));
    for (const { fill, edge } of colours) {
      for (const colour of [fill, edge]) expect(tokens).toContain(`${colour.slice(4, -1)}:#`);
    }
    expect(renderPage(page).replace(tokens, '')).not.toMatch(/#[0-9a-f]{6}\b/);
  });
});

describe('numbers on the pages', () => {
  it('are in full, with a true minus, and say what they do not know', () => {
    expect([count(0), count(999), count(1000), count(-1234567)]).toEqual([
      '0',
      '999',
      '1,000',
      '\u22121,234,567',
    ]);
    expect([decimals(-0.001), decimals(-1.005, 1), decimals(Number.NaN)]).toEqual([
      '0.00',
      '\u22121.0',
      'no data',
    ]);
    expect([percent(1, 3), percent(0, 0)]).toEqual(['33.3\u00a0%', 'no data']);
  });
});
