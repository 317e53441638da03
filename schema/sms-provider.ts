import { registerEnumType } from 'type-graphql';

export const SmsProvider = {
  INFOBIP: 'INFOBIP',
  VODAFONE: 'VODAFONE',
  CEQUENS: 'CEQUENS',
  VICTORY_LINK: 'VICTORY_LINK',
} as const;
export type SmsProvider = keyof typeof SmsProvider;

registerEnumType(SmsProvider, {
  name: 'SmsProvider',
  description: 'Who delivers the SMS; Vlens chooses where none is named.',
  valuesConfig: {
    INFOBIP: { description: 'Infobip.' },
    VODAFONE: { description: 'Vodafone.' },
    CEQUENS: { description: 'Cequens.' },
    VICTORY_LINK: { description: 'Victory Link.' },
  },
});
