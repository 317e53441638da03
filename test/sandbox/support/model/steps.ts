export const USERS = ['Ahmed Mohamed', 'Mona Hassan', 'Omar Ali'] as const;
export type User = (typeof USERS)[number];
/** Cairo and Giza are a few kilometres apart, all others far more than 80. */
export const TOWNS = ['Cairo', 'Giza', 'Alexandria', 'Luxor'] as const;
export type Town = (typeof TOWNS)[number];
export type Product = 'car loan' | 'personal loan' | 'joint account';
export const PROVIDERS_MOVES = [
  'approve',
  'reject',
  'countersign partially',
  'countersign',
  'complete',
] as const;
export type ProvidersMove = (typeof PROVIDERS_MOVES)[number];

/** What somebody does; requests and codes are named by the step that made them, or chosen later on. */
export type StepOn<Request, Code> =
  | { kind: 'travel'; user: User; to: Town }
  | { kind: 'log in' | 'check eligibility'; user: User }
  | { kind: 'wait'; seconds: number }
  | { kind: 'verify identity'; user: User; isVerified: boolean }
  | { kind: 'create'; user: User; product: Product; others: User[]; required: number | null }
  | { kind: 'request OTP' | 'confirm payment' | 'read' | 'generate link'; user: User; request: Request }
  | { kind: 'revalidate liveness'; user: User; request: Request | null; isLive: boolean }
  | { kind: 'validate OTP'; user: User; code: Code; isRight: boolean; request: Request | null }
  | { kind: 'pay' | ProvidersMove; request: Request };
export type Step = StepOn<string, string>;

/** Among a user's own or among all: 0 is the newest, counted around where there are fewer. */
export interface Choice {
  of: User | 'all';
  back: number;
}
export type Draft = StepOn<Choice, Choice>;

/** In place of a choice among none. */
export const NONE = 'none';

/** Chooses what a draft is about among what there is by now. */
export function choose(
  draft: Draft,
  there: { requests: { id: string; signers: { user: User }[] }[]; codes: { id: string; user: User }[] },
): Step {
  const pick = <T extends { id: string }>({ of, back }: Choice, all: T[], isOwn: (each: T) => boolean) => {
    const among = of === 'all' ? all : all.filter(isOwn);
    return among.at(-1 - (back % Math.max(among.length, 1)))?.id ?? NONE;
  };
  const request = (choice: Choice) =>
    pick(choice, there.requests, ({ signers }) => signers.some(({ user }) => user === choice.of));
  const code = (choice: Choice) => pick(choice, there.codes, ({ user }) => user === choice.of);
  return {
    ...draft,
    ...('request' in draft ? { request: draft.request && request(draft.request) } : {}),
    ...('code' in draft ? { code: code(draft.code) } : {}),
  } as Step;
}
