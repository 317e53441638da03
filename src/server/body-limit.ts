/** Room for four liveness pictures of 500 KB in base64, and the rest of the request. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/**
 * For the mutations that take pictures: room for a photograph of 3 MB and three frames of 500 KB in base64, and the rest of the request.
 */
export const MAX_LARGE_BODY_BYTES = 8 * 1024 * 1024;
