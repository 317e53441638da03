import { it } from '@jest/globals';

it.skip('the sandbox’s tests on PostgreSQL: no server is installed (Debian: postgresql)', () => {});
