/** Counts for half a second how often it can do a bit of arithmetic that needs no memory. */
const counting = `
let times = 0, sum = 1;
const until = performance.now() + 500;
while (performance.now() < until) { for (let step = 0; step < 1e5; step++) sum = Math.imul(sum, 31) ^ step; times++; }
console.log(times + 0 * sum);
`;

async function count(processes: number): Promise<number> {
  const each = Array.from({ length: processes }, async () => {
    const child = Bun.spawn([process.execPath, "-e", counting], { stdio: ["ignore", "pipe", "inherit"] });
    return Number(await new Response(child.stdout).text());
  });
  return (await Promise.all(each)).reduce((sum, times) => sum + times, 0);
}

/**
 * What this machine gives two programs beside one, now: no more than that can be had of two workers. Cores that are one to the
 * processor, and neighbours, make it less than 2.
 */
export async function twoBesideOne(): Promise<number> {
  const one = await count(1);
  return (await count(2)) / one;
}
