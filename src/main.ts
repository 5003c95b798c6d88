// What `npm start` does: looks at Node and the settings, starts the product, ends it on a signal.
// Everything is imported late, so that an older Node reaches the sentence that refuses it.
import { enableCompileCache } from "node:module";

const LEAST_NODE = [24, 15] as const;

/** What is wrong with the settings or the machine is one sentence, not a stack. */
async function run(): Promise<void> {
  const own = process.versions.node;
  if (isOlder(own))
    return refuse(`Consentry needs Node ${LEAST_NODE.join(".")} or newer; this is ${own}.`);
  enableCompileCache();
  try {
    const { loadSettings } = await import("./config/index.ts");
    const settings = loadSettings();
    const { startProduct } = await import("./start.ts");
    const product = await startProduct({ settings });
    const name = settings.CLOUD === "sandbox" ? "Consentry sandbox" : "Consentry";
    process.stdout.write(`${name}: ${product.address}\n`);
    const end = () => void product.stop().then(() => process.exit(0));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, end);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

// Undefined in Node before 24.2, which must reach the sentence above.
if (import.meta.main !== false) await run();
