import type { Page } from "../screen.ts";
import { APPLE_FITNESS_DAY } from "./apple-fitness-day.ts";
import { APPLE_FITNESS_SUMMARY } from "./apple-fitness-summary.ts";
import { APPLE_HEALTH_SUMMARY } from "./apple-health-summary.ts";
import { APPLE_HEALTH_WEEK } from "./apple-health-week.ts";
import { FITBIT } from "./fitbit.ts";
import { GARMIN } from "./garmin.ts";
import { GOOGLE_FIT } from "./google-fit.ts";
import { HUAWEI_ACTIVITY } from "./huawei-activity.ts";
import { HUAWEI_HOME } from "./huawei-home.ts";
import { HUAWEI_STEPS } from "./huawei-steps.ts";
import { MI_FITNESS_HOME } from "./mi-fitness-home.ts";
import { MI_FITNESS_STEPS } from "./mi-fitness-steps.ts";
import { SAMSUNG_DAYS } from "./samsung.ts";
import { SAMSUNG_HOME } from "./samsung-home.ts";

/** Every page that can be drawn. */
export const PAGES: readonly Page[] = [
  ...APPLE_FITNESS_DAY,
  ...APPLE_FITNESS_SUMMARY,
  ...APPLE_HEALTH_SUMMARY,
  ...APPLE_HEALTH_WEEK,
  ...GOOGLE_FIT,
  ...SAMSUNG_DAYS,
  ...SAMSUNG_HOME,
  ...HUAWEI_HOME,
  ...HUAWEI_ACTIVITY,
  ...HUAWEI_STEPS,
  ...FITBIT,
  ...GARMIN,
  ...MI_FITNESS_HOME,
  ...MI_FITNESS_STEPS,
];
