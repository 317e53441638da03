export { LivenessCheck } from '../liveness/liveness-check';
export { Card } from './card/card';
export { Form } from './form/form';
