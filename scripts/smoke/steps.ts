/** Counts and prints what was tried. A step fails by throwing; the others still run. */
export class Steps {
  #passed = 0;
  #failed = 0;
  #untried = 0;

  /** Runs one step and says how it went. */
  async step(name: string, action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
      this.#passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Says that something cannot be tried on a machine like this, whatever is installed on it. */
  cannotTry(name: string, reason: string): void {
    this.#untried += 1;
    console.log(`untried ${name}: ${reason}`);
  }

  /** Says that something cannot be tried for want of a package. Where one was to be installed, that is a failure. */
  async lacksPackage(name: string, reason: string): Promise<void> {
    if (process.env["CI"] !== "true") return this.cannotTry(name, reason);
    await this.step(name, () => {
      throw new Error(reason);
    });
  }

  /** Prints the sum and returns the exit status. */
  finish(subject: string): number {
    const untried = this.#untried > 0 ? `, ${this.#untried} could not be tried` : "";
    console.log(`== ${subject}: ${this.#passed} passed, ${this.#failed} failed${untried}`);
    return this.#failed === 0 ? 0 : 1;
  }
}

/** Throws when two values are not the same as JSON. */
export function same(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}`);
}

/** Throws when a text does not contain another. */
export function contains(text: string, part: string): void {
  if (!text.includes(part)) throw new Error(`"${part}" is missing in: ${text.slice(0, 500)}`);
}
