import { describe, expect, it } from '@jest/globals';
import { readStatus, statusOfName } from '../../../src/vlens/read/status.js';

describe('A request’s status', () => {
  it.each([
    ['Pending Approval', 'PENDING_APPROVAL'],
    ['PendingApproval', 'PENDING_APPROVAL'],
    ['pending approval', 'PENDING_APPROVAL'],
    ['PENDING_APPROVAL', 'PENDING_APPROVAL'],
    ['pending-approval', 'PENDING_APPROVAL'],
    ['  Pending  Approval ', 'PENDING_APPROVAL'],
    ['Approved', 'APPROVED'],
    ['Rejected', 'REJECTED'],
    ['Customer Signed', 'CUSTOMER_SIGNED'],
    ['customerSigned', 'CUSTOMER_SIGNED'],
    ['Customer Partially Signed', 'CUSTOMER_PARTIALLY_SIGNED'],
    ['Service Provider Signed', 'SERVICE_PROVIDER_SIGNED'],
    ['Service Provider Partially Signed', 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
    ['Completed', 'COMPLETED'],
    ['قيد الموافقة', 'PENDING_APPROVAL'],
    ['في انتظار الموافقة', 'PENDING_APPROVAL'],
    ['بانتظار الاعتماد', 'PENDING_APPROVAL'],
    ['تمت الموافقة', 'APPROVED'],
    ['معتمد', 'APPROVED'],
    ['مرفوض', 'REJECTED'],
    ['وقّع العميل', 'CUSTOMER_SIGNED'],
    ['تم توقيع العميل', 'CUSTOMER_SIGNED'],
    ['موقّع من قبل العميل', 'CUSTOMER_SIGNED'],
    ['تم توقيع العميل جزئيًا', 'CUSTOMER_PARTIALLY_SIGNED'],
    ['موقّع جزئيًا من العملاء', 'CUSTOMER_PARTIALLY_SIGNED'],
    ['تم توقيع مقدم الخدمة', 'SERVICE_PROVIDER_SIGNED'],
    ['وقّع مزود الخدمة جزئيا', 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
    ['مكتمل', 'COMPLETED'],
    ['غير معتمد', 'UNKNOWN'],
    ['لم تتم الموافقة', 'UNKNOWN'],
    ['لم يتم الرفض', 'UNKNOWN'],
    ['في انتظار توقيع العميل', 'UNKNOWN'],
    ['لم يوقع العميل', 'UNKNOWN'],
    ['منتهي الصلاحية', 'UNKNOWN'],
    ['Cancelled', 'UNKNOWN'],
    ['Not Approved', 'UNKNOWN'],
  ])('is known by its name %j', (name, status) => {
    expect(readStatus(99, name).status).toBe(status);
    expect(statusOfName(name)).toBe(status);
  });

  it.each([
    [2, null, 'APPROVED'],
    [4, null, 'CUSTOMER_SIGNED'],
    ['2', undefined, 'APPROVED'],
    ['4', '', 'CUSTOMER_SIGNED'],
    [4, '   ', 'CUSTOMER_SIGNED'],
    [1, null, 'UNKNOWN'],
    [3, null, 'UNKNOWN'],
    [5, null, 'UNKNOWN'],
    [8, null, 'UNKNOWN'],
    [null, null, 'UNKNOWN'],
    ['two', null, 'UNKNOWN'],
    [2, 'Rejected', 'REJECTED'],
    [4, 'Approved', 'APPROVED'],
    [2, 'On Hold', 'APPROVED'],
    [4, 'Signé par le client', 'CUSTOMER_SIGNED'],
    [2, 'مرفوض', 'REJECTED'],
    [4, 'تمت الموافقة', 'APPROVED'],
    [3, 'On Hold', 'UNKNOWN'],
    ['PendingApproval', null, 'PENDING_APPROVAL'],
    ['CustomerSigned', 'On Hold', 'CUSTOMER_SIGNED'],
    [{ id: 2, name: 'Approved' }, null, 'UNKNOWN'],
  ])('with the number %j and the name %j is %s', (number, name, status) => {
    expect(readStatus(number, name).status).toBe(status);
  });

  it('keeps number and name as they were sent', () => {
    expect(readStatus('3', 'On Hold')).toEqual({ status: 'UNKNOWN', statusCode: 3, statusName: 'On Hold' });
    expect(readStatus(null, null)).toEqual({ status: 'UNKNOWN', statusCode: null, statusName: null });
  });
});
