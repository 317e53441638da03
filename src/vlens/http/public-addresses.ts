import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Distinguishes this failure of a download from others. */
const NOT_PUBLIC = 'ENOTPUBLIC';

/** Whether this IP address is public: not of this machine, its network, or its cloud's metadata service. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** A lookup like node:dns's that fails unless every address of the name is public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first) return callback(error ?? notPublic(), '', 4);
    if (!found.every(({ address }) => isPublicAddress(address))) return callback(notPublic(), '', 4);
    if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

function notPublic(): NodeJS.ErrnoException {
  return Object.assign(new Error('The name stands for an address that is not public.'), { code: NOT_PUBLIC });
}
