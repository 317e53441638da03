import type { FastifyRequest } from 'fastify';
import type { PaymentRow } from '../store/tables.js';

/** Where the caller reached the sandbox: links lead back the same way, also behind another name or port. */
export function linkBase(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

export function paymentUrl(base: string, { token }: PaymentRow): string {
  return `${base}/pay/${token}`;
}

export function signingUrl(page: string, requestId: string, securityHash: string): string {
  return `${page}?RequestId=${requestId}&SecurityHash=${securityHash}`;
}

export function contractFileUrl(base: string, requestId: string, hash: string): string {
  return `${base}/files/contracts/${requestId}.${hash}.pdf`;
}
