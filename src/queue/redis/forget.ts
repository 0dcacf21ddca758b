import { list, number, orNull, text, texts } from "../../redis/replies.ts";
import type { About, History, Whose } from "../port.ts";
import { environments, findJobs } from "./find.ts";
import { deletion, removal } from "./lua/removal.ts";
import { rows } from "./lua/rows.ts";
import { seen } from "./lua/seen.ts";
import { toKeptJob } from "./rows.ts";
import { script } from "./script.ts";
import type { Store } from "./store.ts";

/** Whether a row is theirs: its report and user, and its environment. */
const theirs = `
local function isTheirs(environment, report, user)
  if ask.environment and ask.environment ~= environment then return false end
  return (ask.report == nil or ask.report == report) and (ask.user == nil or ask.user == user)
end
`;

/** What is kept of those of the jobs that are theirs, and how many deliveries they have. */
const askJobs = script([
  rows,
  theirs,
  `
local answer = {'ok'}
for _, id in ipairs(ask.ids) do
  local whose = call('HMGET', key('job', id), 'e', 'r', 'u', 'd')
  if whose[1] and isTheirs(whose[1], whose[2], whose[3]) then
    local decided = call('HGET', key('review', id), 'delivery')
    answer[#answer + 1] = {jobRow(id, true), (whose[4] and 1 or 0) + (decided and 1 or 0)}
  end
end
return answer
`,
]);

/** Deletes what is still as it was told; gives back the others. What is answered is remembered, so nothing of theirs may be in it. */
const removeJobs = script([
  rows,
  removal,
  deletion,
  `
local kept = recall()
if kept then return kept end
local changed, gone = {}, 0
for _, each in ipairs(ask.jobs) do
  local version = call('HGET', key('job', each.id), 'v')
  if version and tonumber(version) ~= each.version then
    changed[#changed + 1] = each.id
  elseif version then
    removeJob(each.id)
    gone = gone + 1
  end
end
noteDeleted(gone)
return remember({'ok', changed})
`,
]);

/** Their pictures that are remembered, and their hashes, and how far it looked. */
const askPictures = script([
  theirs,
  `
local ids = call('ZRANGEBYSCORE', key('pictures'), '(' .. ask.after, '+inf', 'LIMIT', 0, ask.most)
local found, hashes = {}, {}
for _, n in ipairs(ids) do
  local picture = call('HMGET', key('picture', n), 'e', 'r', 'u', 's')
  if isTheirs(picture[1], picture[2], picture[3]) then
    found[#found + 1] = n
    hashes[#hashes + 1] = picture[4]
  end
end
return {'ok', found, hashes, #ids == ask.most and ids[#ids] or false}
`,
]);

const removePictures = script([
  seen,
  deletion,
  "for _, n in ipairs(ask.pictures) do forgetPicture(n) end\nnoteDeleted(#ask.pictures)\nreturn {'ok'}",
]);

/** Which of the files others have sent, too. */
const askOthers = script([
  theirs,
  `
local function isOfOthers(sha256)
  for _, environment in ipairs(ask.known) do
    for _, n in ipairs(call('ZRANGE', key('file', environment, sha256), 0, -1, 'WITHSCORES')) do
      local picture = call('HMGET', key('picture', n), 'e', 'r', 'u')
      if picture[1] and not isTheirs(picture[1], picture[2], picture[3]) then return true end
    end
  end
  return false
end
local found = {}
for _, sha256 in ipairs(ask.files) do
  if isOfOthers(sha256) then found[#found + 1] = sha256 end
end
return {'ok', found}
`,
]);

/** So many at once: a few milliseconds, between which others get their turn. */
const batch = 50;
const mostPictures = 200;

interface Found {
  readonly id: string;
  readonly url: string;
  readonly reading: string | null;
  readonly version: number;
  readonly deliveries: number;
}

/** Finds and deletes what is kept about somebody. */
export function forgetting(store: Store): Pick<History, "about" | "forget" | "alsoSeenFromOthers"> {
  const { calls } = store;

  async function find(whose: Whose, isToGo: boolean): Promise<About> {
    const { environment } = whose;
    const ids = await findJobs(store, {
      ...("reportId" in whose ? { reportId: whose.reportId } : { userId: whose.userId }),
      ...(environment === undefined ? {} : { environment }),
      most: Number.MAX_SAFE_INTEGER,
    });
    const jobs: Found[] = [];
    for (let from = 0; from < ids.length; from += batch)
      jobs.push(...(await takeJobs(whose, ids.slice(from, from + batch), isToGo)));
    const pictures = await takePictures(whose, isToGo);
    const readings = jobs.flatMap(({ reading }) => (reading === null ? [] : [reading]));
    return {
      jobs: jobs.length,
      readings: readings.length,
      deliveries: jobs.reduce((sum, { deliveries }) => sum + deliveries, 0),
      seen: pictures.length,
      urls: [...new Set(jobs.map(({ url }) => url))],
      sha256s: [...new Set(pictures)],
      texts: readings,
    };
  }

  async function takeJobs(whose: Whose, ids: readonly string[], isToGo: boolean): Promise<Found[]> {
    const { rest } = await calls.run(askJobs, { ...writtenWhose(whose), ids });
    const found = rest.map((each): Found => {
      const [row, deliveries] = list(each);
      const { job, version } = toKeptJob(row ?? null);
      const { id, url, reading } = job;
      return { id, url, reading, version, deliveries: number(deliveries) };
    });
    if (!isToGo || found.length === 0) return found;
    const going = found.map(({ id, version }) => ({ id, version }));
    const changed = texts((await calls.run(removeJobs, { jobs: going })).rest[0]);
    const gone = found.filter(({ id }) => !changed.includes(id));
    return changed.length === 0 ? gone : [...gone, ...(await takeJobs(whose, changed, isToGo))];
  }

  /** Gives back the hashes. */
  async function takePictures(whose: Whose, isToGo: boolean): Promise<string[]> {
    const all: string[] = [];
    for (let after = "0"; ; ) {
      const { rest } = await calls.run(askPictures, { ...writtenWhose(whose), after, most: mostPictures });
      const [pictures, hashes] = [texts(rest[0]), texts(rest[1])];
      if (isToGo && pictures.length > 0) await calls.run(removePictures, { pictures });
      all.push(...hashes);
      const last = orNull(rest[2], text);
      if (last === null) return all;
      after = last;
    }
  }

  return {
    about: (whose) => find(whose, false),
    forget: (whose) => find(whose, true),
    alsoSeenFromOthers: async (whose, sha256s) => {
      // Nobody is called by a number or a text that is none.
      const asked = {
        ...(whose === null ? { user: false } : writtenWhose(whose)),
        known: await environments(store),
      };
      const found: string[] = [];
      for (let from = 0; from < sha256s.length; from += batch) {
        const { rest } = await calls.run(askOthers, { ...asked, files: sha256s.slice(from, from + batch) });
        found.push(...texts(rest[0]));
      }
      return found;
    },
  };
}

function writtenWhose(whose: Whose) {
  const { environment } = whose;
  return "reportId" in whose ? { report: whose.reportId, environment } : { user: whose.userId, environment };
}
