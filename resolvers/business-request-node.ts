import { BusinessRequest } from '../schema/business-request.js';
import type * as vlens from '../src/vlens/types.js';
import { nextStepAfter } from './next-step.js';

/** A business request: its summary fields, and the full request if a full endpoint answered. */
export class BusinessRequestNode extends BusinessRequest {
  constructor(
    known: vlens.RequestSummary,
    readonly full: vlens.BusinessRequest | null,
  ) {
    super();
    this.id = known.id;
    this.requestNumber = known.requestNumber;
    this.status = known.status;
    this.statusCode = known.statusCode;
    this.statusName = known.statusName;
    this.nextStep = nextStepAfter(known.status);
    this.typeName = known.typeName;
    this.contractTypeId = known.contractTypeId;
    this.contractTypeName = known.contractTypeName;
    this.fullName = known.fullName;
    this.idNumber = known.idNumber;
    this.createdAt = known.createdAt;
  }
}

export function fromSummary(summary: vlens.RequestSummary): BusinessRequestNode {
  return new BusinessRequestNode(summary, null);
}

export function fromDetails(full: vlens.BusinessRequest): BusinessRequestNode {
  return new BusinessRequestNode(full, full);
}
