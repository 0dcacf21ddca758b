import { signal } from "@preact/signals";
import { remember, remembered } from "../kept.ts";

/** What has a key of its own. Digits begin a number, Enter books it, and Escape gives it up: those are nobody's else. */
export const actions = ["accept", "noCount", "reject", "skip", "undo", "boxes"] as const;
export type Action = (typeof actions)[number];
export type Keys = Readonly<Record<Action, string>>;

const usualKeys: Keys = {
  accept: "a",
  noCount: "n",
  reject: "r",
  skip: "s",
  undo: "u",
  boxes: "b",
};

const taken = /^[0-9]$/;

/** Whether a key, as browsers name it, can stand for an action. */
export function canBeKey(key: string): boolean {
  return ([...key].length === 1 && key !== " " && !taken.test(key)) || /^(Arrow\w+|F\d+)$/.test(key);
}

function ownKeys(): Keys {
  try {
    const kept = JSON.parse(remembered("review keys") ?? "{}") as Partial<Record<Action, unknown>>;
    const own = Object.fromEntries(
      actions.flatMap((action) => {
        const key = kept[action];
        return typeof key === "string" && canBeKey(key) ? [[action, key]] : [];
      }),
    );
    const all = { ...usualKeys, ...own };
    // Two actions with one key would decide what nobody meant.
    return new Set(Object.values(all)).size === actions.length ? all : usualKeys;
  } catch {
    return usualKeys;
  }
}

/** Which key does what, as this browser was told. */
export const keys = signal<Keys>(ownKeys());

/** Gives an action another key; an action that had this one gets the old one. */
export function setKey(action: Action, key: string): void {
  const before = keys.value[action];
  const other = actions.find((each) => keys.value[each] === key);
  keys.value = { ...keys.value, ...(other === undefined ? {} : { [other]: before }), [action]: key };
  remember("review keys", JSON.stringify(keys.value));
}

export function setUsualKeys(): void {
  keys.value = usualKeys;
  remember("review keys", JSON.stringify(usualKeys));
}

/** The action of a key; letters count in either case. */
export function actionOf(key: string): Action | undefined {
  return actions.find((each) => keys.value[each] === key || keys.value[each] === key.toLowerCase());
}
