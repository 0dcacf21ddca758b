import { afterEach } from "bun:test";

const left: (() => void | Promise<void>)[] = [];

/** Has something undone after the test that runs. */
export function cleanUp(action: () => void | Promise<void>): void {
  left.push(action);
}

// bunfig.toml preloads this file: a hook in a module counts only for the first test file that imports it.
afterEach(async () => {
  for (const action of left.splice(0).reverse()) await action();
});
