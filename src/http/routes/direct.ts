import { type HttpContext, refuseElsewhere, refuseWhileDraining } from "../context.ts";
import type { Serving } from "../serve.ts";

/** Readings while the caller waits. */
export function serveDirect(serving: Serving, { service }: HttpContext): void {
  const { direct } = service;
  serving.serve("readAddress", ({ body }) => {
    refuseElsewhere(service, "reads");
    refuseWhileDraining(service);
    return direct.readAddress(body.img_url);
  });
  serving.serve("readUpload", async ({ body: { file } }) => {
    refuseElsewhere(service, "reads");
    refuseWhileDraining(service);
    return direct.readBytes(file.name || "the upload", new Uint8Array(await file.arrayBuffer()));
  });
  serving.serve("readLocal", ({ body }) => {
    refuseElsewhere(service, "reads");
    refuseWhileDraining(service);
    return direct.readLocal(body.img_path);
  });
}
