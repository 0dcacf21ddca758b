import { existsSync } from "node:fs";

/** Debian's own, since that is the one for which it has packages. */
const python = "/usr/bin/python3";
const dictionaries = ["/usr/share/dict/american-english", "/usr/share/hunspell/id_ID.dic"];
const environment = { PATH: "/usr/bin:/bin", PYTHONDONTWRITEBYTECODE: "1", OMP_NUM_THREADS: "1" };

/** Whether this machine has what the scripts of a training import; the program needs none of it. */
function has(...modules: readonly string[]): boolean {
  if (!existsSync(python) || !dictionaries.every((file) => existsSync(file))) return false;
  const { success } = Bun.spawnSync([python, "-c", `import ${modules.join(", ")}`], {
    env: environment,
    stderr: "ignore",
  });
  return success;
}

export const canDraw = has("PIL", "numpy", "fontTools");
export const canTrain = canDraw && has("torch");

/** Runs a script of `folder`; gives all that it says. */
export async function runPython(
  folder: string,
  ...words: readonly string[]
): Promise<{ text: string; exitCode: number }> {
  const process = Bun.spawn([python, ...words], {
    cwd: folder,
    env: environment,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, errors, exitCode] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.exited,
  ]);
  return { text: out + errors, exitCode };
}
