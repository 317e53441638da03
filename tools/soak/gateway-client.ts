import type { Outcome } from './audit-log.js';
import type { Secrets } from './leaks.js';

/** A union member of a mutation's answer. */
export type Member = { __typename: string } & Record<string, unknown>;

/** What became of a mutation, as its client sees it. */
export interface Taken {
  outcome: Outcome;
  member: Member | null;
  /** The code of the error, where there was one. */
  code: string | null;
}

interface Answer {
  data?: Record<string, Member | null> | null;
  errors?: { message: string; extensions: { code: string; outcome?: string } }[];
}

const LONGEST_ANSWER_MS = 20_000;

/** Sends operations as a frontend does, and looks for secrets in the errors that come back. */
export class GatewayClient {
  operations = 0;
  readonly leaked: string[] = [];

  constructor(
    private readonly url: string,
    private readonly secrets: Secrets,
  ) {}

  /** The data, or null where there was none. */
  async query(document: string, variables: object, token: string | null): Promise<Answer['data']> {
    return (await this.send(document, variables, token).catch(() => null))?.data ?? null;
  }

  /** @param done which member says that it was done */
  async mutate(
    field: string,
    type: string,
    fields: string,
    input: object,
    token: string | null,
  ): Promise<Taken> {
    const document = `mutation Soak($input: ${type}!) { ${field}(input: $input) { __typename ${fields} } }`;
    const answer = await this.send(document, { input }, token).catch(() => null);
    if (answer === null) return { outcome: 'unknown', member: null, code: 'CUT' };
    const member = answer.data?.[field] ?? null;
    const [error] = answer.errors ?? [];
    if (error || !member) {
      const { code = 'NONE', outcome } = error?.extensions ?? {};
      return { outcome: outcome === 'UNKNOWN' ? 'unknown' : 'refused', member: null, code };
    }
    return { outcome: REFUSALS.has(member.__typename) ? 'refused' : 'acknowledged', member, code: null };
  }

  private async send(query: string, variables: object, token: string | null): Promise<Answer> {
    this.operations += 1;
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    const answer = (await response.json()) as Answer;
    if (answer.errors) {
      for (const kind of this.secrets.foundIn(JSON.stringify(answer.errors)).keys())
        this.leaked.push(`${kind} in an error`);
    }
    return answer;
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  'Rejection',
  'NotEligible',
  'LivenessRequired',
  'PaymentRequired',
  'LoginOtpRequired',
]);
