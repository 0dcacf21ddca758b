import { z } from "zod";
import { allSettings } from "../../src/config/all-settings.ts";
import { defaultText } from "../../src/config/default-text.ts";

const head = `# Configuration

<!-- Made by scripts/configuration-page.ts from the schema that the program checks its settings with. -->

Settings come from the environment, and from a file: \`.env\` in the working directory, or the one that \`--env-file\` names, which
every command has that reads any. The environment wins, and a command's option wins over both. \`ocr-eco config\` shows what is in force and where
it comes from; names that are no settings are named by it, by \`doctor\` and by \`serve\`, which does not start where one in the file is nearly that of a setting. \`NAME=\` means that it is not set. All that is wrong is said at once, and nothing
starts. \`cp .env.production .env\` is a sane start: what must be changed is refused by name until it is. Keys and
secrets are [taken up](keys.md#taking-up-changes) while the service runs; all else takes a restart.

Further environments than staging and production come into being by naming them: \`LARAVEL_API_URL_ACCEPTANCE\`,
\`LARAVEL_API_KEY_ACCEPTANCE\` and \`WEBHOOK_SECRET_ACCEPTANCE\` make \`"environment": "acceptance"\` known.
`;

/** The page about all settings, in the order and under the headings of the example file. */
export function configurationPage(example: string): string {
  const sections = example.split(/^# -+ (.*?) -+$/m).slice(1);
  let page = head;
  for (let at = 0; at < sections.length; at += 2) {
    const names = [...(sections[at + 1] ?? "").matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(
      ([, name = ""]) => name,
    );
    page += `\n## ${sections[at]}\n\n| setting | default | what |\n|---|---|---|\n`;
    for (const name of names) page += row(name);
  }
  return page;
}

function row(name: string): string {
  const schema = allSettings[name];
  if (schema === undefined) throw new Error(`.env.production names ${name}, which is no setting.`);
  return `| \`${name}\` | ${defaultOf(name, schema)} | ${describe(schema)} |\n`;
}

/** What the setting is while nobody sets it, as one would write it. */
function defaultOf(name: string, schema: z.ZodType): string {
  // What depends on the machine is said in the description.
  if (name === "WORKER_COUNT") return "";
  const text = defaultText(schema);
  return text === "" ? "" : `\`${text}\``;
}

/** The description, wherever in a chain of defaults and transformations it was given. */
function describe(schema: z.ZodType): string {
  const text = schema.description ?? z.globalRegistry.get(schema)?.description;
  if (text === undefined) throw new Error("A setting has no description.");
  return text.replaceAll("<", "\\<").replaceAll("|", "\\|");
}
