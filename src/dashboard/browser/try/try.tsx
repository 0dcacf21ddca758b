import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { tryPicture } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { ask } from "../ask.ts";
import { words } from "../language.ts";
import { sentenceOf } from "../parts/notice.tsx";
import { Overlay } from "../parts/overlay.tsx";
import { Result } from "./result.tsx";

/** A picture that somebody chose, and what was read on it. */
interface Tried {
  /** The picture's address in this browser. */
  readonly address: string;
  readonly answer: Heard<typeof tryPicture>;
}

/** It stays while other views are looked at, and goes with the page. */
export const tried = signal<Tried | null>(null);

/** Reads a screenshot that is dropped, pasted, chosen or photographed. */
export function Try() {
  const text = words.value.tryIt;
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setBusy(true);
    setWrong(null);
    try {
      const form = new FormData();
      form.append("file", file);
      const answer = await ask("tryPicture", { form });
      if (tried.value !== null) URL.revokeObjectURL(tried.value.address);
      tried.value = { address: URL.createObjectURL(file), answer };
    } catch (error) {
      setWrong(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(isPicture);
      if (file !== undefined) void read(file);
    };
    // Wherever it is dropped: beside the frame the browser would open it in the place of this page.
    const onDragOver = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (): void => setOver(false);
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      void read(event.dataTransfer?.files[0]);
    };
    const listeners = new AbortController();
    const { signal: over } = listeners;
    addEventListener("paste", onPaste, { signal: over });
    addEventListener("dragover", onDragOver, { signal: over });
    addEventListener("dragleave", onDragLeave, { signal: over });
    addEventListener("drop", onDrop, { signal: over });
    return () => listeners.abort();
  }, []);
  const shown = tried.value;
  return (
    <>
      <h1>{text.title}</h1>
      <p class="soft">{text.intro}</p>
      <div class={isOver ? "drop over" : "drop"}>
        <Chooser label={text.choose} isBusy={isBusy} read={read} strong />
        <Chooser label={text.photograph} isBusy={isBusy} read={read} camera />
        <span class="soft">{text.drop}</span>
      </div>
      <p role="status" class={wrong === null ? "soft" : "bad"}>
        {isBusy ? text.reading : wrong}
      </p>
      {shown !== null && (
        <div class="tried">
          <Overlay
            address={shown.address}
            found={shown.answer}
            isSure={shown.answer.result.status === "verified"}
          />
          <Result answer={shown.answer} />
        </div>
      )}
    </>
  );
}

function isPicture({ type }: File): boolean {
  return type.startsWith("image/");
}

interface ChooserProps {
  readonly label: string;
  readonly isBusy: boolean;
  readonly read: (file: File | undefined) => Promise<void>;
  readonly strong?: boolean;
  /** Whether a phone shall open its camera. */
  readonly camera?: boolean;
}

function Chooser({ label, isBusy, read, strong = false, camera = false }: ChooserProps) {
  return (
    <label class={`${strong ? "button strong" : "button"}${camera ? " camera" : ""}`}>
      {label}
      <input
        type="file"
        accept="image/*"
        class="hidden"
        disabled={isBusy}
        {...(camera ? { capture: "environment" } : {})}
        onChange={({ currentTarget }) => {
          void read(currentTarget.files?.[0]);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </label>
  );
}
