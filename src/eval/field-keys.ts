/** What is compared besides the steps, in the order in which it is printed. */
export const fieldKeys = [
  "app",
  "page",
  "locale",
  "theme",
  "date",
  "date_iso",
  "distance",
  "distance_km",
  "calories",
  "active_time",
  "heart_rate",
  "goal",
  "clock",
  "scope",
] as const;

export type FieldKey = (typeof fieldKeys)[number];
