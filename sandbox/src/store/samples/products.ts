import { CAR_LOAN } from './car-loan.js';
import { JOINT_ACCOUNT } from './joint-account.js';
import { PERSONAL_LOAN } from './personal-loan.js';

export const SAMPLE_PRODUCTS = [PERSONAL_LOAN, CAR_LOAN, JOINT_ACCOUNT];
