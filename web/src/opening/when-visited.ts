import { visited } from '../visited';

// Holds all that comes after it; an entry with chunks that share its modules would be cut into many for that.
await visited();
