import type { rule } from '../../rules/cors-on-other-paths-or-methods.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'CORS is on elsewhere, but not here',
  cause: ({ path, method, where }) =>
    where === 'method'
      ? `The server answers other methods of ${code(path)} with CORS headers, but not this ${method}.`
      : `Other paths of this server answer with CORS headers, but ${code(path)} does not.`,
  change: ({ path, where }) => [
    where === 'method'
      ? 'Apply the CORS configuration to every method of this route, OPTIONS among them.'
      : `Apply the CORS configuration to ${code(path)}, too: routers and Ingress objects often set it per path.`,
  ],
};
