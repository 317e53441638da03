/** What the sandbox is to know of several people who register, are verified and stay logged in: the rules, in another hand. */
export interface PeopleModel {
  people: Person[];
  transactions: Transaction[];
}

export interface Person {
  codes: { by: string; state: 'sent' | 'confirmed' | 'used' | 'replaced'; tries: number }[];
  isRegistered: boolean;
  sessions: { tokens: { by: string; isUsed: boolean }[]; isEnded: boolean }[];
  /** The card that they were verified with. */
  card: number | null;
}

interface Transaction {
  id: number;
  owner: number;
  front: number | null;
  back: number | null;
  isComplete: boolean;
  isCancelled: boolean;
}

/** `by` names the step whose answer had the code or the token. */
export type Step =
  | { kind: 'send' | 'logIn' | 'cancel'; person: number }
  | { kind: 'confirm'; person: number; by: string; isRight: boolean }
  | { kind: 'register'; person: number; by: string | null }
  | { kind: 'refresh'; by: string }
  | { kind: 'front' | 'back'; person: number; card: number; transaction: number }
  | { kind: 'liveness'; person: number; transaction: number };

/** The code of the refusal; null: done. */
export type Outcome = number | null;

const CODES_PER_WINDOW = 3;
const TRIES = 5;

export function emptyPeople(count: number): PeopleModel {
  const nobody = (): Person => ({ codes: [], isRegistered: false, sessions: [], card: null });
  return { people: Array.from({ length: count }, nobody), transactions: [] };
}

/** What a step must be answered with, and what is so after it. */
export function predict(
  before: PeopleModel,
  step: Step,
  id: string,
): { outcome: Outcome; after: PeopleModel } {
  const after = structuredClone(before);
  return { outcome: take(after, step, id), after };
}

function take(model: PeopleModel, step: Step, id: string): Outcome {
  switch (step.kind) {
    case 'send':
      return send(personOf(model, step.person), id);
    case 'confirm':
      return confirm(personOf(model, step.person), step);
    case 'register':
      return register(personOf(model, step.person), step.by);
    case 'logIn': {
      const person = personOf(model, step.person);
      if (!person.isRegistered) return 9701;
      person.sessions.push({ tokens: [{ by: id, isUsed: false }], isEnded: false });
      return null;
    }
    case 'refresh':
      return refresh(model, step.by, id);
    case 'front':
    case 'back':
      return showCard(model, step);
    case 'liveness':
      return showFace(model, step);
    case 'cancel':
      return cancel(model, step.person);
  }
}

function send(person: Person, id: string): Outcome {
  if (person.isRegistered) return 9801;
  if (person.codes.length >= CODES_PER_WINDOW) return 9407;
  for (const code of person.codes) if (code.state === 'sent') code.state = 'replaced';
  person.codes.push({ by: id, state: 'sent', tries: TRIES });
  return null;
}

function confirm(person: Person, { by, isRight }: { by: string; isRight: boolean }): Outcome {
  if (person.isRegistered) return 9801;
  const code = person.codes.find((each) => each.by === by);
  if (!code) return 9401;
  const end = endOf(code);
  if (end !== null) return end;
  code.tries -= 1;
  if (!isRight) return 9402;
  code.state = 'confirmed';
  return null;
}

function register(person: Person, by: string | null): Outcome {
  if (person.isRegistered) return 9801;
  if (by === null) return 9803;
  const code = person.codes.find((each) => each.by === by);
  if (!code) return 9401;
  const end = code.state === 'confirmed' ? null : endOf(code);
  if (end !== null) return end;
  code.state = 'used';
  person.isRegistered = true;
  return null;
}

function endOf({ state, tries }: Person['codes'][number]): Outcome {
  if (state === 'confirmed' || state === 'used') return 9404;
  if (state === 'replaced') return 9405;
  return tries > 0 ? null : 9406;
}

function refresh(model: PeopleModel, by: string, id: string): Outcome {
  const sessions = model.people.flatMap((person) => person.sessions);
  const session = sessions.find(({ tokens }) => tokens.some((token) => token.by === by));
  const token = session?.tokens.find((each) => each.by === by);
  if (!session || !token) return 9711;
  if (session.isEnded) return 9714;
  if (token.isUsed) {
    session.isEnded = true;
    return 9713;
  }
  token.isUsed = true;
  session.tokens.push({ by: id, isUsed: false });
  return null;
}

function showCard(model: PeopleModel, step: Extract<Step, { kind: 'front' | 'back' }>): Outcome {
  const { person, card, kind } = step;
  let found = model.transactions.find(({ id }) => id === step.transaction);
  if (!found) {
    found = {
      id: step.transaction,
      owner: person,
      front: null,
      back: null,
      isComplete: false,
      isCancelled: false,
    };
    model.transactions.push(found);
  }
  if (found.owner !== person || found.isCancelled || found.isComplete) return 5004;
  const other = kind === 'front' ? found.back : found.front;
  if (other !== null && other !== card) return 3101;
  const refusal = notTheirs(model, person, card);
  if (refusal === null) found[kind] = card;
  return refusal;
}

function showFace(model: PeopleModel, { person, transaction }: Extract<Step, { kind: 'liveness' }>): Outcome {
  const found = model.transactions.find(({ id }) => id === transaction);
  if (!found || found.owner !== person || found.isCancelled) return 5004;
  const { front, back } = found;
  if (front === null || back === null) return 9901;
  const refusal = notTheirs(model, person, front);
  if (refusal !== null) return refusal;
  found.isComplete = true;
  personOf(model, person).card = front;
  return null;
}

/** One card is one customer's, and a customer has one. */
function notTheirs({ people }: PeopleModel, person: number, card: number): Outcome {
  const own = people[person]?.card ?? null;
  if (own !== null && own !== card) return 9903;
  return people.some((other, index) => index !== person && other.card === card) ? 9902 : null;
}

function cancel(model: PeopleModel, person: number): Outcome {
  const customer = personOf(model, person);
  if (customer.card === null) return 9904;
  customer.card = null;
  for (const transaction of model.transactions)
    if (transaction.owner === person) transaction.isCancelled = true;
  return null;
}

function personOf({ people }: PeopleModel, index: number): Person {
  const person = people[index];
  if (!person) throw new Error('There is no such person.');
  return person;
}
