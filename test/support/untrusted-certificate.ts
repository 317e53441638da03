/** A certificate that nobody trusts, for tests of what the gateway thinks of one; made for this file and used nowhere else. */
export const UNTRUSTED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvFZJW26/czhVUrmE
7fo1BInkAVq4i35BwHcNprCAuv2hRANCAATpq++wlgwPKsxRmLTpLiZMPvUXphCY
dzdbdaADHnxNp3kjB1pwdt6exe0E8sWNkNW3ULm36nknhlsRM7VmTJoo
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIURXLG+9cCq7JA0pID3Rs+2EVbGjswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE5NTcwOVoYDzIxMjYxMDMw
MTk1NzA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATpq++wlgwPKsxRmLTpLiZMPvUXphCYdzdbdaADHnxNp3kjB1pwdt6e
xe0E8sWNkNW3ULm36nknhlsRM7VmTJooo28wbTAdBgNVHQ4EFgQUOx4cVlKdFLGF
R8dM7duPPVoAttIwHwYDVR0jBBgwFoAUOx4cVlKdFLGFR8dM7duPPVoAttIwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAMLRmpwo/kuHea5WKOAixbPpzVklXqDXh6diUPM04yWHAiEA
xD5sjjJUBhrf/kq8phlgkUt8LZLjkGgJgHGLSnEvbSs=
-----END CERTIFICATE-----
`,
};
