import { it } from '@jest/globals';

it.skip('the stand-in’s tests on PostgreSQL: no server is installed (Debian: postgresql)', () => {});
