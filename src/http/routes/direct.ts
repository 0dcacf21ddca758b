import { Elysia } from "elysia";
import { resultSchema } from "../../webhook/schema.ts";
import { auditsDone } from "../audited.ts";
import { readForm, readJson, valid } from "../body.ts";
import { type HttpContext, refuseWhileDraining, requires } from "../context.ts";
import { needsKey, responses, takes } from "../documentation.ts";
import { directSchema, localSchema, uploadSchema } from "../schemas.ts";

const problems = [400, 401, 403, 408, 422, 500, 503, 504] as const;

/** Readings while the caller waits. */
export function directRoutes(context: HttpContext) {
  const { service } = context;
  const detail = (summary: string, ...further: number[]) => ({
    tags: ["Direct readings"],
    ...needsKey,
    summary,
    description: "No queue and no webhook. 503 with Retry-After when no worker is free within a few seconds.",
    responses: responses(200, "What was read", resultSchema, [...problems, ...further]),
  });
  const readings = new Elysia({ name: "readings" })
    .onBeforeHandle({ as: "local" }, requires(context, "read"))
    .onBeforeHandle({ as: "local" }, () => refuseWhileDraining(service))
    .post(
      "/api/v1/ocr-ecosteps/dev",
      ({ body }) => service.direct.readAddress(valid(directSchema, body).img_url),
      {
        parse: readJson,
        detail: { ...detail("Read the picture at an address", 413, 502), ...takes(directSchema) },
      },
    )
    .post(
      "/api/v1/ocr",
      async ({ body }) => {
        const { file } = valid(uploadSchema, body);
        return service.direct.readBytes(file.name || "the upload", new Uint8Array(await file.arrayBuffer()));
      },
      {
        // Before the body is looked at: this route takes large ones.
        parse: [requires(context, "read"), readForm(service.config.DOWNLOAD_MAX_MB)],
        detail: {
          ...detail("Read an uploaded picture", 413),
          ...takes(uploadSchema, "multipart/form-data"),
        },
      },
    );
  const local = new Elysia({ name: "local" })
    .onBeforeHandle({ as: "local" }, requires(context, "admin"))
    .onAfterHandle({ as: "local" }, auditsDone(context))
    .onBeforeHandle({ as: "local" }, () => refuseWhileDraining(service))
    .post(
      "/api/v1/ocr-ecosteps/local",
      ({ body }) => service.direct.readLocal(valid(localSchema, body).img_path),
      {
        parse: readJson,
        detail: {
          ...detail("Read a picture of the service's machine, below LOCAL_IMAGE_ROOT", 404, 413),
          ...takes(localSchema),
        },
      },
    );
  return new Elysia({ name: "direct" }).use(readings).use(local);
}
