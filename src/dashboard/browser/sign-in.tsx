import { useState } from "preact/hooks";
import { words } from "./language.ts";
import { sentenceOf } from "./parts/notice.tsx";
import { isOver, signIn } from "./session.ts";

/** Asks for a name and a password, or for a key. */
export function SignInForm() {
  const text = words.value.signIn;
  const [withKey, setWithKey] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const typed = (name: string): string => String(fields.get(name) ?? "");
    setBusy(true);
    setWrong(null);
    try {
      await signIn(
        withKey ? { key: typed("key").trim() } : { name: typed("name").trim(), password: typed("password") },
      );
    } catch (error) {
      setWrong(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="card sign-in" onSubmit={(event) => void submit(event)}>
      <h1>{text.title}</h1>
      {isOver.value && <p class="notice-line">{text.over}</p>}
      {withKey ? (
        <Field key="key" name="key" type="password" label={text.key} autocomplete="off" />
      ) : (
        <>
          <Field key="name" name="name" type="text" label={text.name} autocomplete="username" />
          <Field
            key="password"
            name="password"
            type="password"
            label={text.password}
            autocomplete="current-password"
          />
        </>
      )}
      <p class="bad" role="alert">
        {wrong}
      </p>
      <button type="submit" class="strong" disabled={isBusy}>
        {text.go}
      </button>
      <button
        type="button"
        class="plain"
        onClick={() => {
          setWithKey(!withKey);
          setWrong(null);
        }}
      >
        {withKey ? text.withPassword : text.withKey}
      </button>
      <p class="soft">{text.help}</p>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly type: "text" | "password";
  readonly label: string;
  readonly autocomplete: "username" | "current-password" | "off";
}

function Field({ name, type, label, autocomplete }: FieldProps) {
  const common = {
    id: name,
    name,
    autocomplete,
    required: true,
    autocapitalize: "none",
    spellcheck: false,
    maxLength: 1000,
  } as const;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {type === "text" ? <input type="text" {...common} /> : <input type="password" {...common} />}
    </div>
  );
}
