/** A response of the shop: headers as pairs, so that case and duplicates reach the wire. */
export interface ShopAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** One endpoint of the shop, broken in one way (or not at all). */
export interface Endpoint {
  /** Path below the shop's origin. */
  readonly path: string;
  readonly title: string;
  /** The root cause that a diagnosis names first; null for the endpoint that works. */
  readonly cause: string | null;
  /** Arguments of the command besides the URL, as a user would type them. */
  readonly args: readonly string[];
  /** What is wrong, in one sentence. */
  readonly wrong: string;
  /** What it answers to OPTIONS that is a preflight; without it `answer` answers all. */
  readonly preflight?: (shop: ShopOrigins) => ShopAnswer;
  readonly answer: (shop: ShopOrigins) => ShopAnswer;
}

/** The origins of the running shop. */
export interface ShopOrigins {
  /** Where the shop's API listens. */
  readonly origin: string;
  /** The same listener under another name, and so another origin. */
  readonly other: string;
}

/** A JSON body with its type. */
export function json(
  status: number,
  ...headers: readonly (readonly [string, string])[]
): ShopAnswer {
  return {
    status,
    headers: [['Content-Type', 'application/json'], ...headers],
    body: '{"orders":[]}\n',
  };
}

/** 204 with these headers. */
export function noContent(...headers: readonly (readonly [string, string])[]): ShopAnswer {
  return { status: 204, headers };
}

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
export const ALLOW_METHODS = 'Access-Control-Allow-Methods';
export const ALLOW_HEADERS = 'Access-Control-Allow-Headers';
export const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
export const MAX_AGE = 'Access-Control-Max-Age';

/** The page that the tour calls from. */
export const PAGE = 'http://localhost:3000';
