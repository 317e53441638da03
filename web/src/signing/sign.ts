export { signContract } from '@vlens-gateway/client';
export { executeOver } from './execute';
export { Signing } from './signing';
