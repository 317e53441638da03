import type { FormFieldValueInput, GeoLocationInput } from '../gql/graphql.js';
import type { Fault } from './fault.js';
import type { Answered, Product, ProductForm, Submitted } from './operations.js';

/** What the customer did, or the outcome of a call. */
export type Event =
  | { type: 'phoneGiven'; phoneNumber: string }
  | { type: 'codeGiven'; code: string }
  | {
      type:
        | 'codeWanted'
        | 'passwordLost'
        | 'correct'
        | 'again'
        | 'back'
        | 'startOver'
        | 'signed'
        | 'sessionEnded';
    }
  | { type: 'emailGiven'; email: string }
  | { type: 'passwordGiven'; password: string }
  | { type: 'placeFound'; place: GeoLocationInput }
  | { type: 'pictureTaken'; image: string }
  | { type: 'faceTaken'; scan: Pictures }
  | { type: 'productChosen'; productTypeId: number }
  | { type: 'productsWanted' }
  | { type: 'valuesChanged'; values: Record<string, string> }
  | { type: 'signersChanged'; signers: string[] }
  | { type: 'formFilled'; fields: FormFieldValueInput[]; signers: string[] }
  | { type: 'statusChanged'; request: Submitted }
  /** A contract of the customer's that is signed already. */
  | { type: 'contractWanted'; request: Submitted }
  /** The same again in the language that the customer has switched to. */
  | { type: 'productsReworded'; products: Product[] }
  | { type: 'formReworded'; product: ProductForm }
  | { type: 'answered'; of: Answered }
  | { type: 'failed'; fault: Fault };

/** Three frames of the face, as base64. */
interface Pictures {
  face1: string;
  face2: string;
  face3: string;
}

/** What a pure rule can't know: chance, the time and the device. */
export interface Stamp {
  /** The idempotency key of the step that this leads to, if it leads to one. */
  key: string;
  now: number;
  deviceId: string;
}
