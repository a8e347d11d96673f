/** Keys of a contract and of a check. */
export const CONTRACT_KEYS = [
  'version',
  'variables',
  'environments',
  'defaults',
  'checks',
] as const;
export const DEFAULT_KEYS = [
  'origins',
  'methods',
  'headers',
  'credentials',
  'mode',
  'expect',
  'engines',
  'maxAge',
  'exposed',
] as const;
export const CHECK_KEYS = [
  ...DEFAULT_KEYS,
  'name',
  'url',
  'urls',
  'origin',
  'method',
  'body',
] as const;
