import { PanelBuilder as BarGauge } from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeSeries } from "@grafana/grafana-foundation-sdk/timeseries";
import { type PanelForm, rows } from "./panels.ts";

/** The data source that is provisioned together with it. */
const source = { type: "prometheus", uid: "ocr-eco-prometheus" };

/** The dashboard, as Grafana takes it. */
export function dashboardOf(): dashboard.Dashboard {
  const built = new dashboard.DashboardBuilder("ocr-eco")
    .uid("ocr-eco")
    .description("Step counts off screenshots: service levels, queue, readings, deliveries, machine.")
    .tags(["ocr-eco"])
    .refresh("30s")
    .time({ from: "now-6h", to: "now" })
    .timezone("browser")
    .editable()
    .withVariable(
      new dashboard.QueryVariableBuilder("job")
        .label("Installation")
        .datasource(source)
        .query("label_values(ocr_eco_build_info, job)")
        .refresh(dashboard.VariableRefresh.OnDashboardLoad)
        .includeAll(true)
        .multi(true)
        .current({ selected: true, text: "All", value: "$__all" }),
    );
  let id = 1;
  for (const { title, panels } of rows) {
    built.withRow(new dashboard.RowBuilder(title).id(id++));
    for (const panel of panels) built.withPanel(panelOf(panel, id++));
  }
  return built.build();
}

function panelOf(form: PanelForm, id: number): Builder<dashboard.Panel> {
  const { title, about, unit, asks, width } = form;
  const panel = emptyPanel(form)
    .id(id)
    .title(title)
    .description(about)
    .datasource(source)
    .unit(unit)
    .span(width)
    .height(form.kind === "number" ? 4 : 8);
  for (const [expr, legend] of asks) {
    const ask = new DataqueryBuilder().expr(expr).legendFormat(legend);
    // Numbers and bars show how it is at the end of the time, not how it came to that.
    panel.withTarget(form.kind === "time" ? ask : ask.instant());
  }
  return panel;
}

function emptyPanel({
  kind,
  unit,
  bad,
  isLowBad = false,
  isStacked = false,
}: PanelForm): TimeSeries | Stat | BarGauge {
  if (kind === "number") {
    const [low, high] = isLowBad ? ["red", "green"] : ["green", "red"];
    return new Stat()
      .decimals(unit === "percentunit" ? 2 : 0)
      .graphMode(common.BigValueGraphMode.None)
      .thresholds(
        new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
          { value: null as unknown as number, color: low ?? "" },
          { value: bad ?? 0, color: high ?? "" },
        ]),
      );
  }
  if (kind === "bars") return new BarGauge().orientation(common.VizOrientation.Horizontal).min(0);
  const lines = new TimeSeries()
    .min(0)
    .fillOpacity(isStacked ? 30 : 10)
    .lineWidth(1);
  return isStacked
    ? lines.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal))
    : lines;
}
