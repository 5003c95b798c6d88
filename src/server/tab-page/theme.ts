type Theme = Readonly<Record<string, string | number>>;

/**
 * The three themes of Teams as custom properties: only those that a style sheet or a control names.
 * @param sources texts in which `var(--name)` is looked for
 */
export async function drawThemes(sources: readonly string[]): Promise<string> {
  const { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } = await import(
    "@fluentui/tokens"
  );
  const themes: Readonly<Record<string, Theme>> = {
    default: { ...teamsLightTheme },
    dark: { ...teamsDarkTheme },
    contrast: { ...teamsHighContrastTheme },
  };
  const light: Theme = { ...teamsLightTheme };
  const names = findNames(sources).filter((name) => name in light);
  const isSame = (name: string) =>
    Object.values(themes).every((theme) => theme[name] === light[name]);
  const shared = drawRule(":root", names.filter(isSame), light);
  const varied = names.filter((name) => !isSame(name));
  const rules = Object.entries(themes).map(([id, theme]) =>
    drawRule(`:root[data-theme=${id}]`, varied, theme),
  );
  return [shared, ...rules].join("\n");
}

function findNames(sources: readonly string[]): readonly string[] {
  const found = sources.flatMap((text) => [...text.matchAll(/var\(--([a-zA-Z0-9]+)/g)]);
  return [...new Set(found.map(([, name = ""]) => name))].sort();
}

function drawRule(selector: string, names: readonly string[], theme: Theme): string {
  return `${selector}{${names.map((name) => `--${name}:${theme[name]}`).join(";")}}`;
}
