import type { z } from "zod";
import { configSchema } from "./config.ts";
import { destinationShape, ofAllEnvironments } from "./destinations.ts";
import { marksOf } from "./marks.ts";
import { serviceShape } from "./service-shape.ts";

/** Names, defaults and descriptions of everything that can be set, those of further environments aside. */
export const allSettings: Readonly<Record<string, z.ZodType>> = {
  ...configSchema.shape,
  ...serviceShape,
  ...destinationShape,
};

/** The setting of a name, which may be one of an environment that only this installation has; `undefined` for none. */
function settingNamed(name: string): z.ZodType | undefined {
  return allSettings[name] ?? allSettings[ofAllEnvironments(name) ?? ""];
}

/** Whether a name is one of a setting. */
export function isSetting(name: string): boolean {
  return settingNamed(name) !== undefined;
}

/** Whether nobody is to see the setting's value. */
export function isSecret(name: string): boolean {
  return marksOf(settingNamed(name)).isSecret === true;
}

/** Whether a running service takes the setting up. */
export function isReloadable(name: string): boolean {
  return marksOf(settingNamed(name)).isReloadable === true;
}

/** Whether a setting says how pictures are read; all others are about a service and whom it knows. */
export function isOfReading(name: string): boolean {
  return name in configSchema.shape;
}
