/** The parameters of a test, with the registry's own as defaults. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import type { Parameters } from '../source.ts';

export interface Defaults {
  /** Panels of linkage; the first is the default. Empty where the registry has none, undefined before that is known. */
  readonly populations: readonly string[] | undefined;
  readonly r2: number;
  readonly assay: string;
  readonly controls: number;
  readonly minLeads: number;
  readonly seed: number;
}

/** Of the service, where a registry has no studies that say others. */
const OF_SERVICE = { r2: 0.7, assay: 'H3K27ac', controls: 500, minLeads: 25, seed: 1 };

/** The defaults of the registry: those of its studies. */
export function useDefaults(): Defaults {
  const table = useAnswer('/api/v1/gwas/enrichment', { query: { limit: '1' } }, { kind: 'gwas' });
  const first = useAnswer('/api/v1/variants', { query: { limit: '1' } }, { kind: 'variants' });
  const id = first.data?.variants[0]?.id;
  const variant = useAnswer(
    '/api/v1/variants/{id}',
    { path: { id: id ?? '' } },
    { isWanted: id !== undefined },
  );
  return {
    ...OF_SERVICE,
    ...table.data?.parameters,
    populations: variant.data?.ld.map(({ population }) => population),
  };
}

interface ParameterFieldsProps {
  readonly values: Parameters;
  readonly defaults: Defaults;
  onChange(values: Parameters): void;
}

export function ParameterFields({ values, defaults, onChange }: ParameterFieldsProps): ReactNode {
  const set = (name: keyof Parameters, value: string) => onChange({ ...values, [name]: value });
  const { populations: known } = defaults;
  const populations = known ?? (values.population === undefined ? [] : [values.population]);
  return (
    <div className="parameters">
      <label className="field">
        LD panel
        <select
          value={values.population ?? populations[0] ?? ''}
          onChange={(event) => set('population', event.target.value)}
          disabled={populations.length === 0}
        >
          {populations.length === 0 ? (
            <option value="">{known === undefined ? '' : 'none here'}</option>
          ) : null}
          {populations.map((own) => (
            <option key={own}>{own}</option>
          ))}
        </select>
      </label>
      <NumberField name="r2" title="LD threshold, r²" limits={[0, 1, 0.05]} {...{ values, defaults, set }} />
      <label className="field">
        Active where high
        <select value={values.assay ?? defaults.assay} onChange={(event) => set('assay', event.target.value)}>
          {[...new Set([defaults.assay, ...CLASS_ASSAYS])].map((own) => (
            <option key={own}>{own}</option>
          ))}
        </select>
      </label>
      <NumberField
        name="controls"
        title="Controls per SNP"
        limits={[2, 10_000, 1]}
        {...{ values, defaults, set }}
      />
      <NumberField
        name="minLeads"
        title="Tested with more than"
        limits={[1, 20_000, 1]}
        {...{ values, defaults, set }}
      />
      <NumberField name="seed" title="Seed" limits={[0, 0x7fffffff, 1]} {...{ values, defaults, set }} />
    </div>
  );
}

interface NumberProps {
  readonly name: 'r2' | 'controls' | 'minLeads' | 'seed';
  readonly title: string;
  readonly limits: readonly [least: number, most: number, step: number];
  readonly values: Parameters;
  readonly defaults: Defaults;
  set(name: keyof Parameters, value: string): void;
}

function NumberField({
  name,
  title,
  limits: [min, max, step],
  values,
  defaults,
  set,
}: NumberProps): ReactNode {
  return (
    <label className="field">
      {title}
      <input
        type="number"
        required
        {...{ min, max }}
        step={name === 'r2' ? 'any' : step}
        value={values[name] ?? String(defaults[name])}
        onChange={(event) => set(name, event.target.value)}
      />
    </label>
  );
}

/** What differs from the defaults: the rest need not stand in an address. */
export function changedOnly(values: Parameters, defaults: Defaults): Parameters {
  const usual: Readonly<Record<string, string | undefined>> = {
    population: defaults.populations?.[0],
    r2: String(defaults.r2),
    assay: defaults.assay,
    controls: String(defaults.controls),
    minLeads: String(defaults.minLeads),
    seed: String(defaults.seed),
  };
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' && value !== usual[name]),
  );
}
