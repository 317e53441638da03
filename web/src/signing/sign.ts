export { Signed } from '../contract/signed';
export { Signing } from './signing';
export { SigningInTab } from './signing-in-tab';
