/** The colours of all pages against WCAG 2.2: text 4.5, marks and controls 3, on every surface of both themes. */

import { describe, expect, it } from 'vitest';
import { tokenCss } from '../../src/report/tokens.ts';

/** The variables of a rule. */
function variables(selector: string): ReadonlyMap<string, string> {
  const css = tokenCss();
  const at = css.indexOf(`\n${selector}{`) + 1 || css.indexOf(`${selector}{`);
  const text = css.slice(css.indexOf('{', at) + 1, css.indexOf('}', at));
  return new Map(text.split(';').map((own) => own.split(':') as [string, string]));
}

/** Relative luminance (WCAG 2.2, definition). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = [r!, g!, b!].map((own) => (own <= 0.04045 ? own / 12.92 : ((own + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

const SURFACES = ['canvas', 'surface', 'sunken', 'raised'];
const THEMES = { light: ':root', dark: ':root[data-theme=dark]' };
const CLASSES = ['pls', 'pels', 'dels', 'k4me3', 'ctcf', 'open', 'low'];

describe('the colours of the pages', () => {
  it('are computed as WCAG does: black on white is 21 to 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  for (const [theme, selector] of Object.entries(THEMES)) {
    const colours = variables(selector);
    const of = (name: string) => colours.get(`--${name}`)!;

    it(`are readable as text on every surface, ${theme}`, () => {
      for (const surface of SURFACES)
        for (const text of ['ink', 'ink2', 'ink3', 'accent']) {
          expect(contrast(of(text), of(surface)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
        }
      for (const [text, surface] of [
        ['on-accent', 'accent'],
        ['accent', 'select'],
        ['ink3', 'select'],
        ['danger', 'danger-tint'],
        ['warn', 'warn-tint'],
        ['ok', 'ok-tint'],
      ]) {
        expect(contrast(of(text!), of(surface!)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    });

    it(`are seen as borders and marks, ${theme}`, () => {
      for (const surface of SURFACES) {
        expect(contrast(of('control'), of(surface)), `control on ${surface}`).toBeGreaterThanOrEqual(3);
      }
      expect(contrast(of('mark'), of('surface'))).toBeGreaterThanOrEqual(3);
      for (let group = 1; colours.has(`--group${group}`); group++) {
        expect(contrast(of(`group${group}`), of('surface')), `group ${group}`).toBeGreaterThanOrEqual(3);
      }
      for (const name of CLASSES) {
        expect(contrast(of(`${name}-edge`), of('surface')), name).toBeGreaterThanOrEqual(3);
      }
    });
  }
});
