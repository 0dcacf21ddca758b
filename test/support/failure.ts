import { type Failure, OcrEcoError } from "../../src/errors.ts";

/** The failure that `action` ends with. Anything else that it throws, or no failure, is an error. */
export async function failureOf(action: () => unknown): Promise<Failure> {
  try {
    await action();
  } catch (error) {
    if (error instanceof OcrEcoError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("It did not fail.");
}
