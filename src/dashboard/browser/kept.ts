/** What this browser remembers of how somebody wants the page; a browser that keeps nothing is no failure. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`ocr-eco ${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`ocr-eco ${name}`, value);
  } catch {
    // Private windows may refuse it.
  }
}
