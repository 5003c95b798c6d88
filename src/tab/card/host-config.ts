/** Background of each style of a container. */
const GROUNDS = {
  default: "var(--colorNeutralBackground1)",
  emphasis: "var(--colorNeutralBackground2)",
  accent: "var(--colorBrandBackground2)",
  good: "var(--colorStatusSuccessBackground1)",
  attention: "var(--colorStatusDangerBackground1)",
  warning: "var(--colorStatusWarningBackground1)",
} as const;

const INK = "var(--colorNeutralForeground1)";
const SOFT = "var(--colorNeutralForeground3)";

/**
 * How the renderer draws a card. Colors are Fluent's custom properties, so a card follows the theme without
 * being drawn again.
 */
export function toHostConfig(isNarrow: boolean): object {
  return {
    fontFamily: "var(--fontFamilyBase)",
    fontSizes: { small: 12, default: isNarrow ? 12 : 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: {
      small: 4,
      default: 8,
      medium: 12,
      large: 16,
      extraLarge: 24,
      padding: isNarrow ? 12 : 16,
    },
    separator: { lineThickness: 1, lineColor: "var(--colorNeutralStroke2)" },
    imageSizes: { small: 32, medium: 52, large: 100 },
    supportsInteractivity: true,
    adaptiveCard: { allowCustomStyle: true },
    containerStyles: toContainerStyles(),
    actions: toActions(isNarrow),
    inputs: toInputs(),
    factSet: toFactSet(isNarrow),
    // Below the page's own headings.
    textBlock: { headingLevel: 3 },
    textStyles: {
      heading: { size: "large", weight: "bolder", color: "default", isSubtle: false },
      columnHeader: { size: "default", weight: "bolder", color: "default", isSubtle: false },
    },
  };
}

function toContainerStyles(): object {
  const styles = Object.entries(GROUNDS).map(([style, backgroundColor]) => {
    const borderColor = "var(--colorNeutralStroke2)";
    return [style, { backgroundColor, borderColor, foregroundColors: toInks() }];
  });
  return Object.fromEntries(styles);
}

function toInks(): object {
  const ink = (color: string, subtle = color) => ({ default: color, subtle });
  return {
    default: ink(INK, SOFT),
    dark: ink(INK, SOFT),
    light: ink(SOFT),
    accent: ink("var(--colorBrandForeground2)"),
    good: ink("var(--colorStatusSuccessForeground1)"),
    warning: ink("var(--colorStatusWarningForeground1)"),
    attention: ink("var(--colorPaletteRedForeground1)"),
  };
}

function toActions(isNarrow: boolean): object {
  return {
    maxActions: 6,
    allowTitleToWrap: true,
    spacing: "medium",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    actionsOrientation: isNarrow ? "vertical" : "horizontal",
    actionAlignment: isNarrow ? "stretch" : "left",
  };
}

function toInputs(): object {
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

function toFactSet(isNarrow: boolean): object {
  return {
    title: { color: "default", weight: "bolder", wrap: true, maxWidth: isNarrow ? 110 : 160 },
    value: { color: "default", wrap: true },
    spacing: 12,
  };
}
