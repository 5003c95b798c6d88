import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import {
  APP_PACKAGE,
  checkPackage,
  fillVariables,
  ICONS,
  listCommands,
  listExtensionCommands,
  readPngSize,
  writeZip,
} from "../../src/cli/package.ts";
import { appId } from "../support/activities.ts";

const values = {
  TEAMS_APP_ID: appId,
  BOT_ID: appId,
  BOT_DOMAIN: "bot.example.com",
  PUBLIC_URL: "https://bot.example.com",
  API_ID: "c0a5e217-5a9d-4b0c-8000-000000000002",
  APP_NAME_SUFFIX: "",
  DEVELOPER_NAME: 'Contoso "IT"',
  DEVELOPER_WEBSITE_URL: "https://contoso.example/",
  DEVELOPER_PRIVACY_URL: "https://contoso.example/privacy",
  DEVELOPER_TERMS_URL: "https://contoso.example/terms",
};
const template = readFileSync(join(APP_PACKAGE, "manifest.json"), "utf8");
const icons = Object.fromEntries(
  Object.keys(ICONS).map((name) => [name, readFileSync(join(APP_PACKAGE, name))]),
);

describe("the app package", () => {
  it("fits Microsoft's schema", async () => {
    const manifest = JSON.parse(fillVariables(template, values));

    assert.deepEqual(await checkPackage(manifest, icons), []);
  });

  it("names what is wrong with manifest and icons", async () => {
    const manifest = { ...JSON.parse(fillVariables(template, values)), accentColor: "blue" };
    const small = { ...icons, "color.png": icons["outline.png"] as Buffer };

    const problems = await checkPackage(manifest, small);

    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? "", /accentColor/);
    assert.match(problems[1] ?? "", /color\.png has to be a PNG of 192 x 192/);
  });

  it("lists the commands of the registry, twelve at most", () => {
    const { bots } = JSON.parse(template) as { bots: { commandLists: { commands: object[] }[] }[] };

    assert.deepEqual(
      bots[0]?.commandLists.map(({ commands }) => commands),
      [listCommands()],
    );
    assert.ok(listCommands().length <= 12);
  });
});

describe("the bot of the app package", () => {
  it("takes messages for it alone, and its commands after a slash", () => {
    const { bots } = JSON.parse(template) as {
      bots: { supportsTargetedMessages?: boolean; commandLists: { triggers?: string[] }[] }[];
    };

    const found = bots.map(({ supportsTargetedMessages, commandLists }) => [
      supportsTargetedMessages,
      ...commandLists.map(({ triggers }) => triggers),
    ]);

    assert.deepEqual(found, [[true, ["mention", "slash"]]]);
  });
});

describe("the message extension of the app package", () => {
  const { composeExtensions } = JSON.parse(template) as {
    composeExtensions: {
      botId: string;
      commands: { title: string; description: string }[];
      messageHandlers: object[];
    }[];
  };

  it("lists the commands of the registry", () => {
    assert.deepEqual(
      composeExtensions.map(({ botId, commands }) => ({ botId, commands })),
      [{ botId: "${{BOT_ID}}", commands: listExtensionCommands() }],
    );
  });

  it("names them within 32 characters, and says what they do within 128", () => {
    for (const { title, description } of listExtensionCommands()) {
      assert.ok(title.length <= 32, title);
      assert.ok(description.length <= 128, description);
    }
  });

  it("asks for links of its own host alone, without names too", () => {
    assert.deepEqual(
      composeExtensions.flatMap(({ messageHandlers }) => messageHandlers),
      [
        {
          type: "link",
          value: { domains: ["${{BOT_DOMAIN}}"], supportsAnonymizedPayloads: true },
        },
      ],
    );
  });
});

describe("fillVariables", () => {
  it("names every variable without a value", () => {
    assert.throws(() => fillVariables("${{A}} ${{B}} ${{C}}", { B: "b", C: "" }), /set A, C in/);
  });

  it("lets no value end its string", () => {
    assert.equal(fillVariables('"${{A}}"', { A: 'x", "b": "' }), '"x\\", \\"b\\": \\""');
  });
});

describe("readPngSize", () => {
  it("reads the size of the icons", () => {
    assert.deepEqual(
      Object.values(icons).map((bytes) => readPngSize(bytes)),
      [
        { width: 192, height: 192 },
        { width: 32, height: 32 },
      ],
    );
  });

  it("reads nothing of another file", () => {
    assert.equal(readPngSize(Buffer.from(template)), undefined);
  });
});

describe("writeZip", () => {
  const entries = [
    { name: "manifest.json", bytes: Buffer.from(template) },
    { name: "empty.txt", bytes: Buffer.alloc(0) },
  ];

  it("gives the same bytes each time", () => {
    assert.ok(writeZip(entries).equals(writeZip(entries)));
  });

  it("packs files that unpack to the same", () => {
    const zip = writeZip(entries);

    assert.equal(zip.readUInt32LE(0), 0x04034b50);
    const [size, nameLength] = [zip.readUInt32LE(18), zip.readUInt16LE(26)];
    const start = 30 + nameLength;
    const unpacked = inflateRawSync(zip.subarray(start, start + size));
    assert.equal(zip.toString("latin1", 30, start), "manifest.json");
    assert.equal(unpacked.toString(), template);
    assert.equal(zip.readUInt16LE(zip.length - 12), entries.length);
  });
});
