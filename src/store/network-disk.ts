import { statfsSync } from "node:fs";
import { dirname, resolve, win32 } from "node:path";

/** File systems over a network, by the number that Linux has for them: man7.org/linux/man-pages/man2/statfs.2.html */
const SHARES: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB"],
  [0xff534d42, "SMB"],
  [0x564c, "NCP"],
  [0x5346414f, "AFS"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"],
]);

/** The machine, as far as it matters here. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The number of the file system that a folder is on. */
  readonly readType: (folder: string) => number;
}

const THIS_MACHINE: Machine = {
  platform: process.platform,
  readType: (folder) => statfsSync(folder).type,
};

/**
 * What kind of network share a file's folder is on; undefined for a local disk, and where it cannot be seen:
 * Linux says it of every folder, Windows shows it in the name alone.
 */
export function findShare(file: string, machine: Machine = THIS_MACHINE): string | undefined {
  if (machine.platform === "win32")
    return win32.resolve(file).startsWith("\\\\") ? "SMB" : undefined;
  if (machine.platform !== "linux") return undefined;
  const folder = dirname(resolve(file));
  // Node may read the number as a signed one.
  return SHARES.get(machine.readType(folder) >>> 0);
}
