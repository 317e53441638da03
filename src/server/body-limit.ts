/** Four liveness pictures of 500 KB in base64, and room for the rest. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
