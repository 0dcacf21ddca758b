import { type Chart, englishWords } from "./chart.ts";
import { type Drawn, element } from "./drawn.ts";
import { drawing } from "./frame.ts";

/** A chart with its title, what its colours mean, and the same numbers as a table. */
export function figure(chart: Omit<Chart, "limit" | "unit">, drawn: readonly Drawn[]): Drawn {
  const { title, summary, series, words = englishWords } = chart;
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0));
  const parts = isEmpty
    ? [...drawn, element("text", { class: "empty", x: 255, y: 110 }, words.nothing)]
    : drawn;
  return element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, `${title} `, element("small", {}, summary)),
    ...(series.length < 2 ? [] : [keyOf(series)]),
    element(
      "svg",
      {
        viewBox: `0 0 ${drawing.width} ${drawing.height}`,
        role: "img",
        "aria-label": `${title}: ${summary}`,
      },
      ...parts,
    ),
    element("details", {}, element("summary", {}, words.asTable), element("div", {}, tableOf(chart))),
  );
}

function keyOf(series: Chart["series"]): Drawn {
  const names = series.map(({ name, tone }) =>
    element("span", {}, element("i", { class: `tone-${tone}` }), name),
  );
  return element("div", { class: "key" }, ...names);
}

function tableOf({ labels, labelled, series, text }: Omit<Chart, "limit" | "unit">): Drawn {
  const heads = [labelled, ...series.map(({ name }) => name)];
  const rows = labels.map((label, index) => {
    const cells = series.map(({ values }) => {
      const value = values[index] ?? null;
      return element("td", {}, value === null ? "–" : text(value));
    });
    return element("tr", {}, element("th", { scope: "row" }, label), ...cells);
  });
  return element(
    "table",
    {},
    element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head))),
    ...rows,
  );
}
