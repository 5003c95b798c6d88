import type { Theme } from "./view-state.ts";

interface Palette {
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
  readonly line: string;
  readonly grounds: Readonly<Record<Style, string>>;
}

const styles = ["default", "emphasis", "accent", "good", "attention", "warning"] as const;
type Style = (typeof styles)[number];

/** Colors of the Teams themes, close to those of the Fluent tokens. */
const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    text: "#242424",
    subtle: "#616161",
    accent: "#5b5fc7",
    good: "#0e700e",
    warning: "#835b00",
    attention: "#b10e1c",
    line: "#e0e0e0",
    grounds: {
      default: "#ffffff",
      emphasis: "#f5f5f5",
      accent: "#e8ebfa",
      good: "#f1faf1",
      attention: "#fdf3f4",
      warning: "#fff9f0",
    },
  },
  dark: {
    text: "#ffffff",
    subtle: "#adadad",
    accent: "#9ea2ff",
    good: "#5ec75a",
    warning: "#fac547",
    attention: "#ff99a4",
    line: "#4d4d4d",
    grounds: {
      default: "#292929",
      emphasis: "#343434",
      accent: "#2f2f4a",
      good: "#052505",
      attention: "#3f1011",
      warning: "#3a2a00",
    },
  },
  contrast: {
    text: "#ffffff",
    subtle: "#ffffff",
    accent: "#1aebff",
    good: "#3ff23f",
    warning: "#ffff01",
    attention: "#ffaaaa",
    line: "#ffffff",
    grounds: {
      default: "#000000",
      emphasis: "#000000",
      accent: "#000000",
      good: "#000000",
      attention: "#000000",
      warning: "#000000",
    },
  },
};

/** How the renderer draws cards in that theme; narrow is a phone. */
export function toHostConfig(theme: Theme, isNarrow: boolean): object {
  const palette = palettes[theme];
  return {
    ...toTypography(),
    ...toSpacing(palette.line, isNarrow),
    supportsInteractivity: true,
    containerStyles: Object.fromEntries(
      styles.map((style) => [style, toContainerStyle(palette, style)]),
    ),
    actions: toActions(isNarrow),
    inputs: toInputs(),
    factSet: {
      title: { color: "default", weight: "bolder", wrap: true, maxWidth: isNarrow ? 110 : 160 },
      value: { color: "default", wrap: true },
      spacing: 12,
    },
    adaptiveCard: { allowCustomStyle: true },
    textBlock: { headingLevel: 2 },
    textStyles: {
      heading: { size: "large", weight: "bolder", color: "default", isSubtle: false },
      columnHeader: { size: "default", weight: "bolder", color: "default", isSubtle: false },
    },
  };
}

function toTypography() {
  return {
    fontFamily: '"Segoe UI", "Segoe UI Web", "Helvetica Neue", Arial, sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  };
}

function toSpacing(lineColor: string, isNarrow: boolean) {
  const padding = isNarrow ? 12 : 16;
  return {
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding },
    separator: { lineThickness: 1, lineColor },
    imageSizes: isNarrow
      ? { small: 28, medium: 44, large: 80 }
      : { small: 32, medium: 52, large: 100 },
  };
}

function toContainerStyle(palette: Palette, style: Style) {
  const color = (value: string, subtle = value) => ({ default: value, subtle });
  return {
    backgroundColor: palette.grounds[style],
    borderColor: palette.line,
    foregroundColors: {
      default: color(palette.text, palette.subtle),
      dark: color(palette.text, palette.subtle),
      light: color(palette.subtle),
      accent: color(palette.accent),
      good: color(palette.good),
      warning: color(palette.warning),
      attention: color(palette.attention),
    },
  };
}

function toActions(isNarrow: boolean) {
  return {
    maxActions: 6,
    allowTitleToWrap: true,
    spacing: "medium",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    actionsOrientation: isNarrow ? "vertical" : "horizontal",
    actionAlignment: isNarrow ? "stretch" : "left",
    preExpandSingleShowCardAction: false,
  };
}

function toInputs() {
  const label = { color: "default", isSubtle: false, size: "default", weight: "default" };
  return {
    label: {
      inputSpacing: "small",
      requiredInputs: { ...label, suffix: " *", suffixColor: "attention" },
      optionalInputs: label,
    },
    errorMessage: { color: "attention", size: "small", spacing: "small", weight: "default" },
  };
}
