/** Biosamples and what a registry as a whole has, in GraphQL. */

import { EXPRESSION, type ExpressionTable } from '../../annotation/expression/expression-table.ts';
import { PEAKS } from '../../annotation/ground/peak-table.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { countRange, hasRow } from '../../store/row-set.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { registryView } from '../answers/registry-view.ts';
import { rowOfAccession } from '../elements/accession.ts';
import type { Served } from '../served.ts';
import { ctSpecific } from './graphql-elements.ts';
import { biosampleNamed, field, type Resolvers, value } from './graphql-nodes.ts';
import type { GraphqlContext } from './graphql-work.ts';

interface BiosampleNode {
  readonly served: Served;
  readonly biosample: BiosampleRow;
}

const BINS = 200;

/** The biosample of a name of the registry. */
export function biosampleNode(served: Served, name: string): BiosampleNode {
  return { served, biosample: biosampleNamed(served, name) };
}

/** What a sample's sheet calls the part of the cell. */
export function compartmentOf(others: Readonly<Record<string, string>>): string | undefined {
  return others.compartment ?? others.cellCompartment ?? others.cell_compartment;
}

/** cell line, tissue: as the registry's sheet of biosamples has it, else that of the samples. */
export function sampleTypeOf(
  served: Served,
  {
    experiment,
    samples,
  }: { experiment: ExpressionTable['experiments'][number]; samples: ExpressionTable['samples'] },
): string {
  const own = served.store.registry.biosamples[experiment.registryBiosample]?.metadata.sampleType;
  const others = samples[experiment.samples[0]!]!.others;
  return own ?? others.sampleType ?? others.biosampleType ?? others.biosample_type ?? '';
}

export const BIOSAMPLE_RESOLVERS: Resolvers = {
  Query: { globals: value(() => ({})) },
  Globals: {
    inputData: field((_, __, { registries }) => registries.all.map((served) => inputData(served))),
    byAssembly: field<unknown, { assembly: string }>((_, { assembly }, { registries }) => ({
      served: registries.find(assembly),
    })),
  },
  AssemblySpecificGlobals: {
    assembly: value<{ served: Served }>(({ served }) => served.store.registry.assembly),
    tfs: field<{ served: Served }>(({ served }) =>
      annotationOf(served, PEAKS)
        .targets.filter(({ kind }) => kind === 'tf')
        .map(({ target }) => target),
    ),
    cellCompartments: field<{ served: Served }>(({ served }) =>
      different(annotationOf(served, EXPRESSION).samples.map(({ others }) => compartmentOf(others) ?? '')),
    ),
    biosamples: field<{ served: Served }, Record<string, never>>(({ served }, _, { work }) => {
      const { biosamples } = served.store.registry;
      work.spend(biosamples.length);
      return biosamples.map((biosample): BiosampleNode => ({ served, biosample }));
    }),
    biosample: field<{ served: Served }, { biosample: string }>(({ served }, { biosample }) =>
      biosampleNode(served, biosample),
    ),
    chromCounts: field<{ served: Served }>(({ served: { store } }) => {
      const { chromNames, chromOffsets } = store.table.regions;
      return Object.fromEntries(
        chromNames.map((name, c) => [
          name,
          countRange(store.table.published, chromOffsets[c]!, chromOffsets[c + 1]!),
        ]),
      );
    }),
    chromLens: field<{ served: Served }>(({ served }) => {
      const { names, sizes } = served.store.registry.chromSizes;
      return Object.fromEntries(names.map((name, c) => [name, sizes[c]!]));
    }),
    cCREHistBins: field<{ served: Served }>(({ served }) => histograms(served)),
    geBiosampleTypes: field<{ served: Served }>(({ served }) => {
      const { experiments, samples } = annotationOf(served, EXPRESSION);
      return different(experiments.map((experiment) => sampleTypeOf(served, { experiment, samples })));
    }),
    geBiosamples: field<{ served: Served }>(({ served }) =>
      different(annotationOf(served, EXPRESSION).experiments.map(({ biosample }) => biosample)),
    ),
    inputData: field<{ served: Served }>(({ served }) => inputData(served)),
  },
  BiosampleInfo: {
    name: value<BiosampleNode>(({ biosample }) => biosample.metadata.displayName ?? biosample.name),
    value: value<BiosampleNode>(({ biosample }) => biosample.key),
    tissue: value<BiosampleNode>(({ biosample }) => biosample.metadata.tissue ?? ''),
    isde: field<BiosampleNode>(
      ({ served, biosample }) =>
        annotationIfAny(served, EXPRESSION)?.experiments.some((own) => own.biosample === biosample.name) ??
        false,
    ),
    synonyms: value<BiosampleNode>(({ biosample }) => [biosample.name]),
    assays: field<BiosampleNode>(({ served, biosample }, _, { work }: GraphqlContext) => {
      const found = served.store.registry.manifest.columns.filter((own) => own.biosample === biosample.name);
      work.spend(found.length);
      return found.map(({ assay, experiment, file }) => ({
        assay,
        expid: experiment,
        fileid: file,
        biosample_summary: biosample.name,
        biosample_type: biosample.metadata.sampleType ?? '',
      }));
    }),
    cCREActivity: field<BiosampleNode, { ccre: string }>(({ served, biosample }, { ccre }) =>
      ctSpecific({ served, row: rowOfAccession(served, ccre) }, biosample.name),
    ),
  },
};

function different(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}

function inputData(served: Served): object {
  return {
    ...registryView(served),
    datasets: served.store.registry.manifest.columns.map(({ file, biosample, assay, experiment }) => ({
      file,
      biosample,
      assay,
      experiment,
    })),
  };
}

/** Published cCREs in equal bins of each chromosome, by their starts. */
function histograms({ store }: Served): object {
  const { registry, table } = store;
  const { chromNames, chromOffsets, start } = table.regions;
  return Object.fromEntries(
    chromNames.map((name, c) => {
      const sizeBp = registry.chromSizes.sizes[registry.chromSizes.index.get(name)!]!;
      const bins = new Array<number>(BINS).fill(0);
      for (let row = chromOffsets[c]!; row < chromOffsets[c + 1]!; row++) {
        if (hasRow(table.published, row)) bins[Math.floor((start[row]! / sizeBp) * BINS)]!++;
      }
      return [name, { binBp: sizeBp / BINS, bins }];
    }),
  );
}
