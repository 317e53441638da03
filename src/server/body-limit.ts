/** Four liveness pictures of 500 KB in base64, and room for the rest. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** A photograph of 3 MB and three frames of 500 KB in base64, and room for the rest: for the mutations that take them. */
export const MAX_LARGE_BODY_BYTES = 8 * 1024 * 1024;
