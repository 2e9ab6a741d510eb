/** What this browser keeps for the visitor. Where it keeps nothing (private windows, a full store), pages work all the same. */

/** What is kept under a name; null where nothing is. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`cisreg.${name}`);
  } catch {
    return null;
  }
}

/** Keeps it. False where the browser did not. */
export function keep(name: string, value: string): boolean {
  try {
    localStorage.setItem(`cisreg.${name}`, value);
    return true;
  } catch {
    return false;
  }
}
