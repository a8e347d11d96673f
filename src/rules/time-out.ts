import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** No whole response came within the time limit. */
export const rule = defineRule({
  id: 'time-out',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['time-out'], 'network'),
});
