import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findShare, type Machine } from "../../src/store/network-disk.ts";
import { openDatabase } from "../../src/store/open-database.ts";

const on = (platform: NodeJS.Platform, type: number): Machine => ({
  platform,
  readType: () => type,
});

describe("findShare", () => {
  const disks: Record<string, [machine: Machine, file: string, share: string | undefined]> = {
    "ext4 of Linux": [on("linux", 0xef53), "/data/state.db", undefined],
    "overlayfs of a container": [on("linux", 0x794c7630), "/data/state.db", undefined],
    "NFS of Linux": [on("linux", 0x6969), "/mnt/state.db", "NFS"],
    "Azure Files by SMB": [on("linux", 0xff534d42), "/home/state.db", "SMB"],
    "SMB as a signed number": [on("linux", 0xfe534d42 | 0), "/home/state.db", "SMB"],
    "a share of Windows": [on("win32", 0), "\\\\server\\share\\state.db", "SMB"],
    "a disk of Windows": [on("win32", 0), "C:\\data\\state.db", undefined],
    "a disk of macOS": [on("darwin", 0x6969), "/Users/ann/state.db", undefined],
  };
  for (const [name, [machine, file, share]] of Object.entries(disks))
    it(`looks at ${name}`, () => {
      assert.equal(findShare(file, machine), share);
    });

  it("looks at the folder that the file is in", () => {
    const folders: string[] = [];
    const readType = (folder: string) => folders.push(folder);

    findShare("/data/deep/state.db", { platform: "linux", readType });

    assert.deepEqual(folders, ["/data/deep"]);
  });

  it("finds no share below the folder of tests", () => {
    assert.equal(findShare(join(tmpdir(), "state.db")), undefined);
  });
});

describe("openDatabase on a network share", () => {
  it("refuses in one sentence that names STORE=tables", () => {
    const file = join(tmpdir(), "consentry-share.db");

    assert.throws(() => openDatabase(file, on("linux", 0x517b)), {
      code: "ERR_STORE_FAILED",
      message: `${file} is on a network share (SMB), which cannot hold it: set STORE=tables, or STORE_FILE to a file on a local disk.`,
    });
  });
});
