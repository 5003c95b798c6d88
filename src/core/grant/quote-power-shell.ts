/**
 * Text as a PowerShell string that is taken as it stands, to be pasted into a command line. PowerShell
 * takes the typographic single quotes for quotes too. Control and format characters become spaces, since
 * a terminal acts on them before PowerShell sees the quote.
 * Source: learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules.
 */
export function quotePowerShell(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
  return `'${plain.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}
