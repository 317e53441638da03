import { describedEnum } from './described-enum.js';

export const SmsProvider = describedEnum(
  'SmsProvider',
  'Who delivers the SMS; Vlens chooses where none is named.',
  {
    INFOBIP: 'Infobip.',
    VODAFONE: 'Vodafone.',
    CEQUENS: 'Cequens.',
    VICTORY_LINK: 'Victory Link.',
  },
);
export type SmsProvider = keyof typeof SmsProvider;
