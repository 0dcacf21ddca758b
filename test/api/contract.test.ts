import { afterAll, describe, expect, test } from "bun:test";
import { contract, dashboardPaths, documentPaths, type EndpointName } from "../../src/api/contract.ts";
import { type EndpointForm, paramsOf, problemsOf } from "../../src/api/endpoint.ts";
import { exampleOf, problemSchema } from "../../src/api/problems.ts";
import { httpStatus } from "../../src/errors.ts";
import { scopeNeeded } from "../../src/http/access.ts";
import { createApp } from "../../src/http/app.ts";
import { httpContext } from "../../src/http/context.ts";
import { TestApp } from "../support/app.ts";
import { inlined } from "../support/inlined.ts";
import { violations } from "../support/json-schema.ts";

const endpoints = Object.entries(contract) as [EndpointName, EndpointForm][];
const called = ({ method, path }: EndpointForm): string => `${method} ${path}`;

afterAll(() => {
  const rows = endpoints.map(([name, form]) =>
    [
      name.padEnd(17),
      called(form).padEnd(46),
      (form.scope ?? "–").padEnd(7),
      form.isAction === true ? "noted" : "",
    ].join(" "),
  );
  console.log(["What can be asked of the service:", ...rows].join("\n"));
});

/** What everybody may see, and no document describes. */
const pages = [...documentPaths, ...dashboardPaths];

describe("the contract", () => {
  test("names each method and path once, and nothing that the document's page has", () => {
    const all = [...endpoints.map(([, form]) => called(form)), ...pages.map((path) => `GET ${path}`)];
    expect(all.toSorted()).toEqual([...new Set(all)].toSorted());
  });

  test("has exactly what the router has", async () => {
    const app = await TestApp.open();
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const routes = createApp(httpContext(app.service, Date.now(), log), log).routes.map(
      ({ method, path }) => `${method} ${path}`,
    );
    const named = [...endpoints.map(([, form]) => called(form)), ...pages.map((path) => `GET ${path}`)];
    expect(routes.toSorted()).toEqual(named.toSorted());
  });

  test.each(endpoints)("asks for the scope of %s before anything of the request is looked at", (_, form) => {
    expect(scopeNeeded(form.method, form.path.replace(/:\w+/g, "x"))).toBe(form.scope);
  });

  test.each(endpoints)("describes the parameters of %s", (_, form) => {
    const described =
      form.params === undefined ? [] : Object.keys((form.params as { shape?: object }).shape ?? {});
    expect(described).toEqual(paramsOf(form));
  });

  test.each(endpoints.filter(([, { scope, method }]) => scope === "admin" && method === "POST"))(
    "notes who did %s",
    (_, form) => expect(form.isAction).toBe(true),
  );

  test.each([...new Set(endpoints.flatMap(([, form]) => problemsOf(form)))])(
    "shows what %s looks like",
    (code) => {
      expect(problemSchema.parse(exampleOf(code))).toMatchObject({ code, status: httpStatus(code) });
    },
  );
});

describe("the document of the API", () => {
  test("shows under each status only what has it, and every example is as its schema wants it", async () => {
    const app = await TestApp.open();
    const document = (await app.ask("GET", "/docs/json")).body as Record<string, unknown>;
    const { paths, webhooks, openapi } = inlined(document) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
      webhooks: Record<string, unknown>;
    };
    expect(openapi).toStartWith("3.1.");
    expect(Object.keys(webhooks)).toEqual(["result"]);
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      Object.keys(contract).toSorted(),
    );
    let examples = 0;
    for (const { responses } of operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        const problem = content["application/problem+json"];
        for (const { value } of Object.values(problem?.examples ?? {})) {
          expect(value.status).toBe(Number(status));
          expect(violations(problem?.schema ?? {}, value)).toEqual([]);
          examples++;
        }
      }
    }
    expect(examples).toBeGreaterThan(100);
  });
});

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Readonly<
          Record<
            string,
            {
              readonly schema: Readonly<Record<string, unknown>>;
              readonly examples?: Readonly<Record<string, { readonly value: { readonly status: number } }>>;
            }
          >
        >;
      }
    >
  >;
}
