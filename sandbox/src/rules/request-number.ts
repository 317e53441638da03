/** REQ-YYYY-NNNNN: counted per tenant and year, without gaps. */
export function requestNumber(year: number, sequence: number): string {
  return `REQ-${year}-${String(sequence).padStart(5, '0')}`;
}
