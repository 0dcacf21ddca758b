/** What a finding is about, each part of it as a text; those that it has not are empty. */
export type Told = Readonly<
  Record<
    | "span"
    | "because"
    | "key"
    | "state"
    | "value"
    | "waiting"
    | "failed"
    | "of"
    | "environment"
    | "reason"
    | "pending"
    | "deliveries"
    | "limit",
    string
  >
>;
