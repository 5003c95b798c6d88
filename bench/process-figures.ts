import { readdirSync, readFileSync } from "node:fs";

/** CPU time in ms that a process has used so far: user and system, all its threads. Linux only. */
export function readCpu(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const [used] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
      nanoseconds += Number(used);
    } catch {
      // The thread ended between the two calls.
    }
  }
  return nanoseconds / 1e6;
}

/** Resident memory of a process in MiB. */
export function readMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
