/** A route of one thing. */
export type WithId = { Params: { id: string } };

/** A route of one tenant: the sample one where none is named. */
export type OfTenant = { Querystring: { tenant?: string } };
