import { beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPictures } from "../../src/images/find.ts";
import { failureOf } from "../support/failure.ts";
import { temporaryFolder } from "../support/temporary.ts";

const limits = { timeoutSeconds: 1, mostMegabytes: 1 };
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** Writes files whose content is their own name, with the folders they are in. */
function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
}

/** The names of what is found, without the folder. */
const found = (input: string): string[] =>
  findPictures(input, limits).map((source) => source.name.replace(`${folder}/`, ""));

/** The failure of the only source. */
async function failureAt(input: string) {
  const [source, ...rest] = findPictures(input, limits);
  expect(rest).toEqual([]);
  return failureOf(() => source?.load());
}

describe("a file", () => {
  test("is taken as it was named, whatever its ending", async () => {
    write("screen");
    const [source] = findPictures(join(folder, "screen"), limits);
    expect(source?.name).toBe(join(folder, "screen"));
    expect(await source?.load()).toEqual(new TextEncoder().encode("screen"));
  });

  test("may have a name that looks like a glob", () => {
    write("a[1].png", "a1.png");
    expect(found(join(folder, "a[1].png"))).toEqual(["a[1].png"]);
  });

  test("that does not exist fails when it is loaded, not before", async () => {
    const path = join(folder, "missing.png");
    expect(await failureAt(path)).toEqual({
      code: "FILE_NOT_FOUND",
      message: `${path} does not exist. Check the path.`,
    });
  });

  test("below a file does not exist", async () => {
    write("a.png");
    expect((await failureAt(join(folder, "a.png/b.png"))).code).toBe("FILE_NOT_FOUND");
  });

  test("that vanishes before it is loaded is a failure of its own", async () => {
    write("a.png");
    const [source] = findPictures(join(folder, "a.png"), limits);
    rmSync(join(folder, "a.png"));
    const failure = await failureOf(() => source?.load());
    expect(failure).toEqual({
      code: "FILE_NOT_FOUND",
      message: `${join(folder, "a.png")} does not exist any more.`,
    });
  });

  test("that cannot be read says why", async () => {
    // A folder that took the file's place: permission bits would not stop the administrator.
    write("a.png");
    const [source] = findPictures(join(folder, "a.png"), limits);
    rmSync(join(folder, "a.png"));
    mkdirSync(join(folder, "a.png"));
    const failure = await failureOf(() => source?.load());
    expect(failure.code).toBe("FILE_NOT_READABLE");
    expect(failure.message).toStartWith(`${join(folder, "a.png")} cannot be read (EISDIR).`);
  });

  test("that is far too large is refused as soon as that is seen", async () => {
    // The file takes no space on disk.
    write("video.png");
    truncateSync(join(folder, "video.png"), 2 ** 40);
    const failure = await failureAt(join(folder, "video.png"));
    expect(failure.code).toBe("IMAGE_TOO_LARGE");
    expect(failure.message).toStartWith(`${join(folder, "video.png")} has more than 100 MB`);
  });

  test("that never ends is refused, too", async () => {
    expect((await failureAt("/dev/zero")).code).toBe("IMAGE_TOO_LARGE");
  });

  test("may be a pipe, as the shell's <(…) makes it", async () => {
    const pipe = join(folder, "pipe");
    expect(Bun.spawnSync(["mkfifo", pipe]).exitCode).toBe(0);
    const [source] = findPictures(pipe, limits);
    const writer = Bun.spawn(["sh", "-c", 'printf "from a pipe" >"$0"', pipe]);
    expect(await source?.load()).toEqual(new TextEncoder().encode("from a pipe"));
    expect(await writer.exited).toBe(0);
  });

  test("behind a link that leads in a circle says why", async () => {
    symlinkSync(join(folder, "loop.png"), join(folder, "loop.png"));
    const failure = await failureAt(join(folder, "loop.png"));
    expect(failure.code).toBe("FILE_NOT_READABLE");
    expect(failure.message).toContain("ELOOP");
  });
});

describe("a folder", () => {
  test("gives the pictures in it and below, in the order in which people count", () => {
    write("s10.png", "s2.png", "S1.JPG", "b/1.heic", "b/c/x.webp", "notes.txt", "a.pdf");
    expect(found(folder)).toEqual(["b/1.heic", "b/c/x.webp", "S1.JPG", "s2.png", "s10.png"]);
  });

  test("gives no hidden files, and none from hidden folders", () => {
    write("a.png", "._a.png", ".cache/b.png", "c/.thumbs/d.png");
    expect(found(folder)).toEqual(["a.png"]);
  });

  test("gives its pictures although a folder below cannot be read, and says which", async () => {
    write("a.png", "z.png");
    // A path that is too long: permission bits would not stop the administrator.
    const name = "n".repeat(250);
    const script = `for i in $(seq 17); do mkdir ${name} && cd -P ./${name} || exit 1; done`;
    expect(Bun.spawnSync(["sh", "-c", script], { cwd: folder }).exitCode).toBe(0);
    const sources = findPictures(folder, limits);
    expect(sources.map((source) => source.name.replace(`${folder}/`, "").slice(0, 5))).toEqual([
      "a.png",
      "nnnnn",
      "z.png",
    ]);
    const failure = await failureOf(() => sources[1]?.load());
    expect(failure.code).toBe("FILE_NOT_READABLE");
    expect(failure.message).toContain("ENAMETOOLONG");
    Bun.spawnSync(["rm", "-rf", join(folder, name)]);
  });

  test("gives no pipes: nobody may ever write into them", () => {
    write("a.png");
    expect(Bun.spawnSync(["mkfifo", join(folder, "pipe.png")]).exitCode).toBe(0);
    expect(found(folder)).toEqual(["a.png"]);
  });

  test("may be called like a picture, and then gives what is in it", () => {
    write("album.png/1.png");
    expect(found(folder)).toEqual(["album.png/1.png"]);
    expect(found(join(folder, "album.png"))).toEqual(["album.png/1.png"]);
  });

  test("gives pictures behind links, too", () => {
    write("elsewhere/a.png", "b/note.txt");
    symlinkSync(join(folder, "elsewhere", "a.png"), join(folder, "b", "link.png"));
    expect(found(join(folder, "b"))).toEqual(["b/link.png"]);
  });

  test.each([
    ["is empty", []],
    ["holds no pictures", ["notes.txt", ".hidden.png"]],
  ])("that %s is a failure that says what belongs there", async (_what, files) => {
    write(...files);
    const failure = await failureAt(folder);
    expect(failure.code).toBe("NO_PICTURES");
    expect(failure.message).toStartWith(`${folder} holds no pictures.`);
    expect(failure.message).toContain(".png");
  });
});

describe("a glob", () => {
  test("gives the files that match, sorted", () => {
    write("b10.png", "b9.png", "a.jpg", "deep/c.png");
    expect(found(join(folder, "*.png"))).toEqual(["b9.png", "b10.png"]);
    expect(found(join(folder, "**/*.{png,jpg}"))).toEqual(["a.jpg", "b9.png", "b10.png", "deep/c.png"]);
  });

  test("gives linked files, and no folders", () => {
    write("a.png", "album.png/1.txt");
    symlinkSync(join(folder, "a.png"), join(folder, "z.png"));
    expect(found(join(folder, "*.png"))).toEqual(["a.png", "z.png"]);
  });

  test("without a match is a failure", async () => {
    const failure = await failureAt(join(folder, "*.png"));
    expect(failure).toEqual({
      code: "NO_PICTURES",
      message: `No file matches ${join(folder, "*.png")}. Check the pattern.`,
    });
  });
});

describe("an address", () => {
  test.each(["http://example.org/a.png?x=1", "HTTPS://example.org/"])(
    "is not looked for on disk: %s",
    (address) => {
      expect(found(address)).toEqual([address]);
    },
  );

  test("of another kind is refused by name", async () => {
    expect(await failureAt("ftp://example.org/a.png")).toMatchObject({
      code: "URL_INVALID",
      message: "ftp://example.org/a.png cannot be loaded: only http and https addresses are.",
    });
  });
});
