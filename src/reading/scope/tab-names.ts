/** What a tab shows: one day, or several. */
export type Reach = "day" | "several_days";

/** A tab's name, squeezed, and what it shows. */
export type NamedTab = readonly [name: string, reach: Reach];

/** Names of tabs that choose how many days a page shows, by sets that apps print together; knowledge only. */
export const tabSets: readonly (readonly NamedTab[])[] = [
  tabs(
    "day daily today hari harian hariini 1d 1h d",
    "week weekly minggu mingguan pekan 7d 7h 1w w m month monthly bulan bulanan 4w 4m 1m 6m 3m year yearly tahun tahunan 1y 1t y all semua total",
  ),
  // Letters of the other language stand in a bar of their own: `M`, `T` and `W` are days of a week of which no more was read.
  tabs("day hari hariini 1d 1h h", "minggu 7h 4m m bulan 6b b 3b tahun 1t t semua total"),
  tabs("days hari", "weeks months years minggu bulan tahun"),
];

function tabs(days: string, others: string): NamedTab[] {
  return [
    ...days.split(" ").map((name): NamedTab => [name, "day"]),
    ...others.split(" ").map((name): NamedTab => [name, "several_days"]),
  ];
}
