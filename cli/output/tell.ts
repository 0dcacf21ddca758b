/** Says something to a person beside what is printed for programs. */
export function tell(sentence: string): void {
  process.stderr.write(`ocr-eco: ${sentence}\n`);
}
