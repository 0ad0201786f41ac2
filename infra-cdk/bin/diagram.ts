/** Draws the picture in the README: `npm run diagram`. */
import { writeFileSync } from 'node:fs';
import { drawArchitecture } from '../lib/diagram/svg.ts';

writeFileSync(new URL('../architecture.svg', import.meta.url), drawArchitecture());
