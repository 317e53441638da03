import { westernDigits } from '../arabic/digits.js';

/** A flat yearly rate, the same for every product that lends money. */
const YEARLY_RATE_PERCENT = 18;

export interface Financing {
  amount: string;
  periodValue: string;
  periodUnit: string;
  installmentValue: string;
  installmentValueNumber: string;
  totalAmount: string;
  totalAmountNumber: string;
  installmentsNo: string;
  firstInstallmentDate: string | null;
}

/**
 * A loan in equal monthly instalments, by the values of its form: `loanAmount` in EGP, `periodMonths`, `startDate`.
 * Null where the form says no amount or period.
 */
export function financing(values: ReadonlyMap<string, string>): Financing | null {
  const piastres = Math.round(numberOf(values.get('loanAmount')) * 100);
  const months = numberOf(values.get('periodMonths'));
  if (!(piastres > 0) || !Number.isSafeInteger(months) || months < 1) return null;
  const installment = Math.round((piastres * (1200 + YEARLY_RATE_PERCENT * months)) / 1200 / months);
  const total = installment * months;
  return {
    amount: number(piastres),
    periodValue: String(months),
    periodUnit: 'Month',
    installmentValue: money(installment),
    installmentValueNumber: number(installment),
    totalAmount: money(total),
    totalAmountNumber: number(total),
    installmentsNo: String(months),
    firstInstallmentDate: monthAfter(values.get('startDate')),
  };
}

/** Written in either digits; Arabic has a decimal and a thousands separator of its own. */
function numberOf(written: string | undefined): number {
  return Number(
    westernDigits(written ?? '')
      .replace(/٬/g, '')
      .replace(/٫/g, '.'),
  );
}

function number(piastres: number): string {
  return (piastres / 100).toFixed(2);
}

function money(piastres: number): string {
  return `${number(piastres).replace(/\B(?=(\d{3})+(?!\d))/g, ',')} EGP`;
}

/** The same day of the next month, or its last day. */
function monthAfter(date: string | undefined): string | null {
  const [year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})/
      .exec(westernDigits(date ?? ''))
      ?.slice(1)
      .map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, lastDay))).toISOString().slice(0, 10);
}
