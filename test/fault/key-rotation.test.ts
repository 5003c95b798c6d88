import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import {
  type ConnectorKey,
  createConnectorKey,
  type FaultyConnector,
  startFaultyConnector,
} from "../support/faulty-connector.ts";
import { openIdMetadataCache } from "../support/sdk-keys.ts";

// The SDK reads keys again after a day, and for an unknown key id once an hour at most; it has no way to be
// told another time. So a test moves the time of the last reading back instead of waiting.
const HOUR_MS = 3_600_000;

describe("rotation of the Connector's keys", () => {
  let older: ConnectorKey;
  let newer: ConnectorKey;
  let stage: BotStage;
  let connector: FaultyConnector;
  const { error } = console;
  before(async () => {
    [older, newer] = await Promise.all([createConnectorKey("older"), createConnectorKey("newer")]);
    // The SDK prints what it refuses.
    console.error = () => {};
  });
  after(() => {
    console.error = error;
  });
  beforeEach(async () => {
    connector = await startFaultyConnector();
    const cloud = findCloud("sandbox", { origin: connector.origin, tenantId });
    stage = await startBotStage({ cloud });
    connector.publish(older);
  });
  afterEach(async () => {
    await connector?.stop();
    await stage?.stop();
  });

  async function deliver(key: ConnectorKey): Promise<number> {
    return (await stage.deliverWith(await key.sign(stage.claims()))).status;
  }

  /** Makes what the SDK has read that much older. */
  function age(hours: number): void {
    const metadata = openIdMetadataCache.get(
      `${connector.origin}/v1/.well-known/openidconfiguration`,
    );
    assert.ok(metadata, "the SDK keeps its keys elsewhere now");
    metadata.lastUpdated -= hours * HOUR_MS + 1;
  }

  it("S13 takes a new key once its hour is over", async () => {
    const before = await deliver(older);
    connector.publish(older, newer);
    const atOnce = [await deliver(newer), await deliver(older)];
    age(1);
    const later = [await deliver(newer), await deliver(older)];

    assert.deepEqual(
      { before, atOnce, later },
      { before: 200, atOnce: [401, 200], later: [200, 200] },
    );
  });

  it("S13 takes the key that signs now in a fresh process", async () => {
    connector.publish(older, newer);

    assert.deepEqual([await deliver(newer), await deliver(older)], [200, 200]);
  });

  it("S13 refuses a withdrawn key after a day", async () => {
    await deliver(older);
    connector.publish(newer);
    // The SDK's memory: until it reads again, it cannot know.
    const atOnce = await deliver(older);
    age(24);
    const later = [await deliver(older), await deliver(newer)];

    assert.deepEqual({ atOnce, later }, { atOnce: 200, later: [401, 200] });
  });

  it("S13 refuses a withdrawn key once a newer one was met", async () => {
    await deliver(older);
    connector.publish(newer);
    age(1);

    assert.deepEqual([await deliver(newer), await deliver(older)], [200, 401]);
  });

  it("reads the keys once for any number of unknown key ids", async () => {
    await deliver(older);
    const strangers = await Promise.all(["a", "b"].map((kid) => createConnectorKey(kid)));

    for (const stranger of strangers)
      for (let count = 0; count < 25; count += 1) assert.equal(await deliver(stranger), 401);

    assert.equal(connector.keyReads(), 1);
  });

  it("lives on its known keys for a day without metadata", async () => {
    await deliver(older);
    connector.planMetadata({ status: 503 });
    age(1);
    const known = [await deliver(older), await deliver(newer)];
    age(24);
    const tooLate = await deliver(older);
    connector.planMetadata({ status: 200 });
    const again = await deliver(older);

    assert.deepEqual({ known, tooLate, again }, { known: [200, 401], tooLate: 401, again: 200 });
  });
});
