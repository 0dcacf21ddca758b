import { words } from "../language.ts";

/** Why a job failed: in the reader's language as far as its code says it, and in the service's own words, which have the details. */
export function WhatFailed({
  error: { code, message },
}: {
  readonly error: { code: string; message: string };
}) {
  const said = words.value.refusals[code];
  if (said === undefined) return <p class="bad breaks">{message}</p>;
  return (
    <p class="bad breaks">
      {said}{" "}
      <small class="soft" lang="en">
        {message}
      </small>
    </p>
  );
}
