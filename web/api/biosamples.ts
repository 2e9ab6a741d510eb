/** The biosamples of the registry that is shown: asked once, whoever asks. */

import type { UseQueryResult } from '@tanstack/react-query';
import { useAllRows } from './all-rows.ts';
import type { Answer, Problem } from './ask.ts';

export type Biosamples = Answer<'/api/v1/biosamples'>;
export type Biosample = Biosamples['biosamples'][number];

/** All of them. */
export const useBiosamplesAnswer = (): UseQueryResult<Biosamples, Problem> =>
  useAllRows('/api/v1/biosamples', {}, 'biosamples');
