/** What the front of an id card says. */
export interface CardFront {
  side: 'front';
  nationalId: string;
  name: string;
  nameEnglish: string;
  address: string;
  factoryNumber: string;
}

/** What its back says. */
export interface CardBack {
  side: 'back';
  nationalId: string;
  /** `yyyy-MM`: the card names no day. */
  issuedOn: string;
  /** `yyyy-MM-dd`. */
  expiresOn: string;
  job: string;
  gender: 'male' | 'female';
  religion: string;
  maritalStatus: string;
}

export type Card = CardFront | CardBack;

/** For how many years a card is good. */
export const CARD_YEARS = 7;

/** Marks the code as one of the sandbox's; the digit is the version of what follows. */
const MARK = 'VLENS-SAMPLE-1';

/** A card's data as its code carries it: tab-separated UTF-8, at most about 200 bytes. */
export function encodeCard(card: Card): string {
  const values =
    card.side === 'front'
      ? [card.nationalId, card.name, card.nameEnglish, card.address, card.factoryNumber]
      : [
          card.nationalId,
          card.issuedOn,
          card.expiresOn,
          card.job,
          card.gender,
          card.religion,
          card.maritalStatus,
        ];
  return [MARK, card.side, ...values].join('\t');
}

/** The card whose code reads so; null where it is none of the sandbox's. */
export function decodeCard(text: string): Card | null {
  const [mark, side, ...values] = text.split('\t');
  if (mark !== MARK || values.length !== (side === 'front' ? 5 : 7)) return null;
  const [
    nationalId = '',
    second = '',
    third = '',
    fourth = '',
    fifth = '',
    religion = '',
    maritalStatus = '',
  ] = values;
  if (side === 'front') {
    return { side, nationalId, name: second, nameEnglish: third, address: fourth, factoryNumber: fifth };
  }
  if (side !== 'back') return null;
  const gender = fifth === 'female' ? 'female' : 'male';
  return {
    side,
    nationalId,
    issuedOn: second,
    expiresOn: third,
    job: fourth,
    gender,
    religion,
    maritalStatus,
  };
}
