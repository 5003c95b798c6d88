/** One process of tests: how it ended, and all that it said. */
export interface Part {
  readonly name: string;
  readonly code: number;
  readonly text: string;
}

/** What several processes of tests come to; the last line is what the pipeline reads. */
export interface Sum {
  readonly lines: readonly string[];
  readonly isGreen: boolean;
}

/** A process that never came to its last line, or failed without a failure, counts as one. */
export function addUp(parts: readonly Part[]): Sum {
  const counts = parts.map(countOf);
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  const lines = parts.map(({ name }, index) => {
    const { passed, failed } = counts[index] ?? { passed: 0, failed: 0 };
    return `${name}: ${passed} passed, ${failed} failed`;
  });
  return { lines: [...lines, `${passed} passed, ${failed} failed`], isGreen: failed === 0 };
}

function countOf({ code, text }: Part): { readonly passed: number; readonly failed: number } {
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  const [passed, failed] = [Number(last?.[1] ?? 0), Number(last?.[2] ?? 0)];
  const isSilent = last === undefined || (code !== 0 && failed === 0);
  return { passed, failed: failed + (isSilent ? 1 : 0) };
}
