import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ApiKey } from "../config/keys.ts";
import { usersFileOf } from "../config/read-keys.ts";
import type { Calls } from "../redis/calls.ts";
import { FolderSessions } from "./folder-sessions.ts";
import { FolderKnownPlaces, type KnownPlaces, knownPlacesFile, SharedKnownPlaces } from "./known-places.ts";
import { People } from "./people.ts";
import type { Session } from "./session.ts";
import { sessionFile } from "./session-file.ts";
import type { Sessions } from "./sessions.ts";
import { SharedSessions } from "./shared-sessions.ts";
import { SharedUsers } from "./shared-users.ts";
import { UsersFile } from "./users-file.ts";

/** Who may sign in, who is, and from where they did. */
export interface KeptPeople {
  readonly people: People;
  readonly sessions: Sessions;
  readonly known: KnownPlaces;
}

interface Options {
  readonly config: { readonly DATA_DIR: string; readonly USERS_FILE?: string | undefined };
  /** The keys that may be shown now, without those that are over. */
  readonly keys: () => readonly ApiKey[];
  readonly warn: (sentence: string) => void;
  /** Hears of a session that was ended because somebody had a cookie that is no longer in use. */
  readonly onReuse: (session: Session) => void;
}

/** How long who shows a cookie, or signs in, waits for the server, in milliseconds. */
const patience = 3000;

/** What this instance alone keeps of people, in its folder. */
export function peopleInFolder({ config, keys, warn, onReuse }: Options): KeptPeople {
  const users = new UsersFile(usersFileOf(config), warn);
  const people = new People({ users, keys });
  const isStill = (session: Session): boolean | null => {
    if (session.by === "key") return people.isStill(session, null);
    const user = users.called(session.name);
    return users.isKnown() ? people.isStill(session, user) : null;
  };
  return {
    people,
    sessions: new FolderSessions({
      file: sessionFile(join(config.DATA_DIR, "sessions"), warn),
      isStill,
      onReuse,
    }),
    known: new FolderKnownPlaces(knownPlacesFile(join(config.DATA_DIR, "sign-ins"), warn)),
  };
}

/** What all instances keep of people, on the server of the queue. */
export function peopleOnServer(calls: Calls, { config, keys, warn, onReuse }: Options): KeptPeople {
  const file = usersFileOf(config);
  if (existsSync(file))
    warn(
      `Nobody in the file of users ${file} can sign in: with QUEUE_URL, users are kept there for all instances. Take it away, and make them with ocr-eco users add`,
    );
  const hasty = calls.within(patience);
  const people = new People({ users: new SharedUsers(hasty), keys });
  return {
    people,
    sessions: new SharedSessions({
      calls: hasty,
      isStill: (session, user) => people.isStill(session, user),
      onReuse,
    }),
    known: new SharedKnownPlaces(hasty),
  };
}
