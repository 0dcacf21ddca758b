import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * What often stands in the texts that are kept, the most frequent last: such short ones say nothing twice themselves, and get half as
 * long by it. It never changes: without it nothing that was kept can be read. Other words would be another one, with a mark of its own.
 */
const dictionary = Buffer.from(
  [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=",
    "&X-Amz-Security-Token=&X-Amz-Date=20&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&x-id=GetObject",
    "&response-content-disposition=inline%2Fs3%2Faws4_request&X-Amz-Signature=.amazonaws.com/.s3.ap-southeast-",
    "Samsung Health Apple Health Google Fit Huawei Health Mi Fitness Zepp Garmin Connect Fitbit Strava",
    "Summary Steps Langkah Distance Calories Today Hari ini Jarak Kalori km kcal Monday, Tuesday, Wednesday, ",
    "Thursday, Friday, Saturday, Sunday, Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec 2025 2026 ",
    "needs_review no_steps failed both engines read the same digits m a step stands at one_engine ",
    '"needs_review":"error":null,"lines":[],"boxes":[],"text":"","x":0,"y":0,"width":,"height":,"scope":"day",',
    '"duplicates":[],"signals":[],"similar_to":[],"warnings":[],"engine":"tally","language":"eng","total":',
    '"reasons":["","reason_codes":["at_label","engines_agree","stride"],"image":{"sha256":"","format":"png",',
    '"width":1080,"height":2400,"bytes":},"job_id":"01","app":"","status":"verified","confidence":0.99,',
    '"app_class":"","processing_time_ms":,"extracted_data":{"steps":,"date":"","distance":"","total_calories":""},',
    '{"report_id":,"user_id":,"img_url":"https://.jpg","raw_ocr":"',
  ].join(""),
);

/** Shorter texts do not get shorter by it. */
const shortest = 40;
/** What a kept text begins with: as it is, or deflated with these words. */
const [plain, deflated] = ["=", "1"];

/** A text as it is kept: memory is what a queue in Redis costs, and addresses, readings and bodies are most of it. */
export function packed(text: string): string | Buffer {
  if (text.length < shortest) return plain + text;
  const small = deflateRawSync(text, { dictionary });
  return small.length < Buffer.byteLength(text)
    ? Buffer.concat([Buffer.from(deflated), small])
    : plain + text;
}

/**
 * The text that `packed` was given. An empty one where it is gone, or the disk has changed it: then the sum of its row is another one, and
 * that row alone is given up.
 */
export function unpacked(kept: Buffer | null): string {
  if (kept === null) return "";
  const rest = kept.subarray(1);
  if (kept[0] !== deflated.charCodeAt(0)) return rest.toString();
  try {
    return inflateRawSync(rest, { dictionary }).toString();
  } catch {
    return "";
  }
}
