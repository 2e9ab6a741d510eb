/** What a status means that says no. */

/** The end of a sentence that begins with `the server answered STATUS`: what was expected, and the mend. */
export function refusedAnswer(status: number, expected: number): string {
  if (status === 401 || status === 403) {
    return `the server answered ${status}, expected ${expected}: it gives no access; if the address has a token, it may have expired: take a new one`;
  }
  return `the server answered ${status}, expected ${expected}; check the address`;
}
