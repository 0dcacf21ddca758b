import type { Line } from "../engines/engine.ts";
import { oneLetterOff, squeeze } from "../extract/vocabulary.ts";
import type { Scope, ScopeKind } from "./scope.ts";

/** Phrases that, wherever they stand on a screen, say what its count is, by what. */
export type StrangersPhrases = Readonly<Partial<Record<ScopeKind, readonly string[]>>>;

/** English and Indonesian; knowledge only. */
export const strangersPhrases: StrangersPhrases = {
  /** What can be done on a page of somebody else's, in a conversation or under a post, and on no page of one's own day. */
  other_person: [
    "message",
    "messages",
    "send message",
    "send a message",
    "type a message",
    "write a message",
    "text message",
    "chat",
    "reply",
    "follow",
    "unfollow",
    "following",
    "follow back",
    "add friend",
    "unfriend",
    "remove friend",
    "accept request",
    "view profile",
    "see profile",
    "block",
    "block user",
    "report user",
    "poke",
    "nudge",
    "cheer",
    "cheer on",
    "taunt",
    "high five",
    "kudos",
    "congratulate",
    "like",
    "likes",
    "comment",
    "comments",
    "add a comment",
    "write a comment",
    "view all comments",
    "forwarded",
    "forwarded many times",
    "posted by",
    "photo by",
    "shared by",
    "sent by",
    "pesan",
    "kirim pesan",
    "ketik pesan",
    "tulis pesan",
    "obrolan",
    "balas",
    "ikuti",
    "mengikuti",
    "diikuti",
    "berhenti mengikuti",
    "ikuti balik",
    "tambah teman",
    "tambahkan teman",
    "hapus teman",
    "terima permintaan",
    "lihat profil",
    "blokir",
    "laporkan pengguna",
    "colek",
    "semangati",
    "beri semangat",
    "kirim semangat",
    "tos",
    "ucapkan selamat",
    "suka",
    "komentar",
    "tulis komentar",
    "tambahkan komentar",
    "tambah komentar",
    "lihat semua komentar",
    "diteruskan",
    "diteruskan berkali-kali",
    "diposting oleh",
    "foto oleh",
    "dibagikan oleh",
    "dikirim oleh",
  ],
  /** What is written beside a picture that shows how a screen looks. */
  no_record: [
    "sample",
    "sample screen",
    "sample data",
    "example",
    "example only",
    "example screen",
    "for example only",
    "illustration",
    "illustration only",
    "for illustration only",
    "mockup",
    "simulated",
    "simulated screen",
    "demo",
    "demo mode",
    "contoh",
    "contoh tampilan",
    "contoh layar",
    "hanya contoh",
    "sekadar contoh",
    "ilustrasi",
    "hanya ilustrasi",
    "gambar ilustrasi",
    "simulasi",
    "mode demo",
  ],
};

/** What may stand between such an act and whom it is about. */
const joining = ["to", "ke", "kepada", "by", "oleh", "with"];
/** `From: Rina`, over a message that is passed on. */
const sender = /^\s*(?:from|dari|sent from|dikirim dari)\s*:\s*\p{L}/iu;

/** Shorter phrases are other words with another letter: `like` and `bike`. */
const shortestFuzzy = 7;

/** Phrases by their letters, and how many words a line of one has at most: its own, a joining one and a name. */
interface Known {
  readonly kinds: ReadonlyMap<string, ScopeKind>;
  readonly mostWords: number;
}

const known = new WeakMap<StrangersPhrases, Known>();

/**
 * What the first line says that is such a phrase, and nothing else but how often it was done, and one name: `Reply to Andi`,
 * `3,214 likes`. In a longer text the same words may mean anything: `Follow your plan each day`. `null` without one.
 */
export function strangersScope(lines: readonly Line[], phrases: StrangersPhrases): Scope | null {
  const { kinds, mostWords } = known.get(phrases) ?? understand(phrases);
  for (const { text } of lines) {
    const kind = sender.test(text) ? "other_person" : kindOf(text, kinds, mostWords);
    if (kind !== null) return { kind, text };
  }
  return null;
}

function understand(phrases: StrangersPhrases): Known {
  const all = (Object.entries(phrases) as [ScopeKind, readonly string[]][]).flatMap(([kind, of]) =>
    of.map((phrase) => ({ phrase, kind })),
  );
  const found: Known = {
    kinds: new Map(all.map(({ phrase, kind }) => [squeeze(phrase), kind])),
    mostWords: Math.max(0, ...all.map(({ phrase }) => phrase.split(" ").length)) + 2,
  };
  known.set(phrases, found);
  return found;
}

function kindOf(text: string, kinds: Known["kinds"], mostWords: number): ScopeKind | null {
  const words = text.match(/@?\p{L}[\p{L}\p{M}\p{N}'’_.-]*/gu) ?? [];
  if (words.length > mostWords) return null;
  for (const [index] of words.entries()) {
    const kind = lookUp(squeeze(words.slice(0, index + 1).join(" ")), kinds);
    const about = words.slice(index + 1).filter((word) => !joining.includes(word.toLowerCase()));
    if (kind !== undefined && about.length <= 1) return kind;
  }
  return null;
}

/** Of long phrases a letter may be lost or read otherwise: `llustration`. */
function lookUp(key: string, kinds: Known["kinds"]): ScopeKind | undefined {
  const kind = kinds.get(key);
  if (kind !== undefined || key.length < shortestFuzzy) return kind;
  for (const [phrase, its] of kinds) if (oneLetterOff(phrase, key)) return its;
  return undefined;
}
