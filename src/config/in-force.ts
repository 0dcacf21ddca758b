import { existsSync } from "node:fs";
import { allSettings, isSecret, isSetting } from "./all-settings.ts";
import { withoutEmpty } from "./config.ts";
import { defaultText } from "./default-text.ts";
import { allVariables, settingsFile, variablesOfEnvironment } from "./variables.ts";

/** A setting, as it counts for whoever starts now. */
export interface SettingInForce {
  readonly name: string;
  /** As it is written; `null` where it is not set and has no default, and for what nobody is to see. */
  readonly value: string | null;
  readonly isHidden: boolean;
  /** Characters of what is set, 0 where nothing is. */
  readonly characters: number;
  /** Where it comes from: `environment`, the settings' file, `default`, or nowhere. */
  readonly source: string | null;
}

/** All settings, those of named environments among them, with where each comes from. Shows no secret. */
export function settingsInForce(): SettingInForce[] {
  const set = withoutEmpty(allVariables());
  const environment = withoutEmpty(variablesOfEnvironment());
  const further = Object.keys(set).filter((name) => !(name in allSettings) && isSetting(name));
  return [...Object.keys(allSettings), ...further.sort()].map((name) => {
    const value = set[name];
    const schema = allSettings[name];
    const usual = schema === undefined ? "" : defaultText(schema);
    if (value === undefined) {
      const none = usual === "";
      return {
        name,
        value: none ? null : usual,
        isHidden: false,
        characters: 0,
        source: none ? null : "default",
      };
    }
    const isHidden = isSecret(name) || namesASecret(name, value);
    return {
      name,
      value: isHidden ? null : value,
      isHidden,
      characters: value.length,
      source: environment[name] === undefined ? settingsFile() : "environment",
    };
  });
}

/** Who mixes up the two settings has put the secret itself where its file should be named. */
function namesASecret(name: string, value: string): boolean {
  return name.endsWith("_FILE") && isSecret(name.replace(/_FILE$/, "")) && !existsSync(value);
}
