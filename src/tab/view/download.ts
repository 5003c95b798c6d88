/** How long the browser may take to fetch what is saved, in milliseconds. */
const KEPT = 60_000;

/** Hands a file to the browser, which asks or saves as the person has set it. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}
