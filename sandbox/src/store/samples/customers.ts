import type { Place } from '../customers.js';

export interface SampleCustomer {
  phoneNumber: string;
  password: string;
  /** A device that was seen before: logging in from it takes no SMS code. */
  deviceId: string;
  name: string;
  surname: string;
  emailAddress: string;
  address: string;
  city: string;
  /** Where they registered: their first active device location. */
  registeredAt: Place;
  /** Null: the identity is not verified. */
  identity: { nationalId: string; transactionId: string; nameArabic: string; addressArabic: string } | null;
}

export const CAIRO: SampleCustomer = {
  phoneNumber: '+201000000001',
  password: 'Cairo-2026!',
  deviceId: 'cairo-phone',
  name: 'Ahmed',
  surname: 'Mohamed',
  emailAddress: 'ahmed.mohamed@example.com',
  address: '12 Tahrir Square, Cairo',
  city: 'Cairo',
  registeredAt: { latitude: 30.0444, longitude: 31.2357 },
  identity: {
    nationalId: '29901234567890',
    transactionId: '0b6f1c52-7d0e-4c1f-9a51-000000000001',
    nameArabic: 'أحمد محمد',
    addressArabic: '١٢ ميدان التحرير - القاهرة',
  },
};

export const ALEXANDRIA: SampleCustomer = {
  phoneNumber: '+201000000002',
  password: 'Alexandria-2026!',
  deviceId: 'alexandria-phone',
  name: 'Mona',
  surname: 'Hassan',
  emailAddress: 'mona.hassan@example.com',
  address: '5 Corniche Road, Alexandria',
  city: 'Alexandria',
  registeredAt: { latitude: 31.2001, longitude: 29.9187 },
  identity: {
    nationalId: '29203150201482',
    transactionId: '0b6f1c52-7d0e-4c1f-9a51-000000000002',
    nameArabic: 'منى حسن',
    addressArabic: '٥ طريق الكورنيش - الإسكندرية',
  },
};

export const LUXOR: SampleCustomer = {
  phoneNumber: '+201000000003',
  password: 'Luxor-2026!',
  deviceId: 'luxor-phone',
  name: 'Omar',
  surname: 'Ali',
  emailAddress: 'omar.ali@example.com',
  address: '3 Karnak Street, Luxor',
  city: 'Luxor',
  registeredAt: { latitude: 25.6872, longitude: 32.6396 },
  identity: null,
};

export const SAMPLE_CUSTOMERS = [CAIRO, ALEXANDRIA, LUXOR];
