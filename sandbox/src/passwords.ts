import { hash, verify } from '@node-rs/argon2';

/** Argon2id's cost; the library's own defaults (19 MiB, 2 passes) where nothing is said. */
export interface PasswordCost {
  memoryCost?: number;
  timeCost?: number;
}

export class Passwords {
  private constructor(
    private readonly cost: PasswordCost,
    private readonly nobodys: string,
  ) {}

  static async open(cost: PasswordCost, anyPassword: string): Promise<Passwords> {
    return new Passwords(cost, await hash(anyPassword, cost));
  }

  hash(password: string): Promise<string> {
    return hash(password, this.cost);
  }

  /** With no stored hash it works as long and says no: nobody learns which phone numbers exist. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const isRight = await verify(stored ?? this.nobodys, password);
    return stored !== undefined && isRight;
  }
}
