import { loadCatalogue } from "../config/index.ts";
import { CHECKS, runCheck } from "../core/catalogue/checks/index.ts";
import { AppError } from "../core/errors.ts";

/** Checks the catalogue and, when folders are given, those packs with it: `npm run catalogue -- ./my-pack`. */
async function main(packFolders: readonly string[]): Promise<number> {
  const catalogue = await loadCatalogue(packFolders);
  const findings = CHECKS.flatMap((check) =>
    runCheck(check, catalogue).map(({ place, message }) => `${place}: ${message} [${check.name}]`),
  );
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  const counts = `${catalogue.packs.length} packs, ${catalogue.permissions.size} permissions`;
  process.stdout.write(
    `Catalogue: ${counts}, ${CHECKS.length} checks, ${findings.length} findings\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
