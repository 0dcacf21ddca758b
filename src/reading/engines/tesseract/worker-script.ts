import { type Adapter, dispatchHandlers, setAdapter } from "tesseract.js/src/worker-script/index.js";

/** What the worker script of tesseract.js can be asked, as far as we do: what it takes, and what it answers. */
interface Actions {
  readonly load: readonly [{ readonly options: object }, unknown];
  readonly loadLanguage: readonly [
    {
      readonly langs: readonly { readonly code: string; readonly data: Uint8Array }[];
      readonly options: { readonly cacheMethod: "none" };
    },
    unknown,
  ];
  readonly initialize: readonly [{ readonly langs: string; readonly oem: number }, unknown];
  readonly setParameters: readonly [{ readonly params: Readonly<Record<string, string>> }, unknown];
  readonly recognize: readonly [
    {
      /** A picture file (PNM, PNG, …). */
      readonly image: Uint8Array;
      readonly options: object;
      readonly output: { readonly text: false; readonly tsv: true };
    },
    { readonly tsv: string },
  ];
  readonly FS: readonly [{ readonly method: "unlink"; readonly args: readonly [path: string] }, unknown];
}

/** What the script has around it in here: the core that it is given. Nothing is fetched, and nothing kept in files. */
export const adapter: Adapter = {
  getCore: unwanted("a core"),
  gunzip: unwanted("unpacked data"),
  fetch: unwanted("the network"),
  readCache: unwanted("a cache"),
  writeCache: unwanted("a cache"),
  deleteCache: unwanted("a cache"),
};

function unwanted(what: string): () => never {
  return () => {
    throw new Error(`tesseract.js asks for ${what}, which it is not to need`);
  };
}

/**
 * Gives tesseract.js's worker script the core that it works with. The script keeps it, and one set of languages, for the
 * whole process, so this is done once. The core is loaded before, since the script does not say when that fails.
 */
export async function startScript(core: unknown): Promise<void> {
  adapter.getCore = async () => async () => core;
  setAdapter(adapter);
  await ask("load", { options: {} });
}

/**
 * Has tesseract.js's worker script do something in this very process. Rejects with what the script says went wrong. What it
 * says of its progress nobody needs. Should it never answer, the pool kills the worker that waits: a start and a
 * picture have their deadlines there.
 */
export function ask<Action extends keyof Actions>(
  action: Action,
  payload: Actions[Action][0],
): Promise<Actions[Action][1]> {
  return new Promise((resolve, reject) => {
    dispatchHandlers({ action, payload }, ({ status, data }) => {
      if (status === "resolve") resolve(data as Actions[Action][1]);
      else if (status === "reject") reject(new Error(String(data).replace(/^Error: /, "")));
    });
  });
}
