import { openStore } from "../../src/store/index.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { describeStore } from "./conformance.ts";

describe("tables", () => {
  describeStore("a table of Azurite", async () =>
    openStore({
      tables: {
        access: { kind: "connection", connection: await toConnection() },
        name: newTable(),
      },
    }),
  );
});
