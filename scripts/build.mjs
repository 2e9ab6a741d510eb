/** npm run build: dependencies and dist/, as far as they are stale. */

import { build, install } from './prepare.mjs';

install();
build();
