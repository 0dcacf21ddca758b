/** Which part of a service an instance is, where several share a queue. */
export const roleNames = ["all", "api", "worker", "deliver"] as const;
export type Role = (typeof roleNames)[number];

/** What an instance does. All of them answer questions, and do what operators ask. */
export interface Duties {
  /** Takes in reports. */
  readonly takesIn: boolean;
  /** Reads pictures: those of jobs, and while a caller waits. */
  readonly reads: boolean;
  /** Sends results. */
  readonly delivers: boolean;
}

const none: Duties = { takesIn: false, reads: false, delivers: false };

/** What each of them does. */
export const dutiesOf: Readonly<Record<Role, Duties>> = {
  all: { takesIn: true, reads: true, delivers: true },
  api: { ...none, takesIn: true },
  worker: { ...none, reads: true },
  deliver: { ...none, delivers: true },
};
