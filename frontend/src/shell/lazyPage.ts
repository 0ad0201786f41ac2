import { lazyRouteComponent } from '@tanstack/react-router';
import { NoAnswer } from '../api/failure.ts';

/**
 * A page as a chunk of its own. If that can't be fetched, the console stays and says so: the library
 * by itself would load everything anew, and without a network nothing would be left.
 */
export function lazyPage<Name extends string, Pages extends Record<Name, () => React.ReactNode>>(
  load: () => Promise<Pages>,
  name: Name,
) {
  const loaded = () =>
    load().catch((cause) => {
      throw new NoAnswer(cause);
    });
  return lazyRouteComponent(loaded, name);
}
