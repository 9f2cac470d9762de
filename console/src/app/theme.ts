import {
  ActionIcon,
  Anchor,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  Menu,
  Modal,
  Select,
  Tooltip,
} from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eef0fd",
  "#dfe3fb",
  "#bfc7f6",
  "#9caaf2",
  "#7d8def",
  "#5464da",
  "#4453c9",
  "#3945ab",
  "#2f398d",
  "#252d70",
];

/** Greys of one hue; the text and ground that people see come from tokens.css. */
const gray: MantineColorsTuple = [
  "#f6f7f9",
  "#f2f3f6",
  "#e7e9ee",
  "#d5d9e1",
  "#bcc2cd",
  "#9aa1af",
  "#687080",
  "#555c6a",
  "#343a46",
  "#14171d",
];
const dark: MantineColorsTuple = [
  "#e9ebf0",
  "#c3c8d3",
  "#a5acba",
  "#8e96a6",
  "#373d49",
  "#252a33",
  "#1a1d24",
  "#14171c",
  "#0f1115",
  "#0a0c0f",
];

const red: MantineColorsTuple = [
  "#fdefee",
  "#fbdcda",
  "#f5b5b1",
  "#ef8d86",
  "#e5665d",
  "#c93a31",
  "#b3261e",
  "#96201a",
  "#7a1a15",
  "#5f1410",
];

/** The same key as in public/color-scheme.js. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: "credenza-color-scheme" });

const sizes = { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.375rem" };
const fadeMs = { transition: "fade", duration: 100 } as const;

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, gray, dark, red },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "8px", xl: "8px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  fontSizes: sizes,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.3" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: sizes.xl, lineHeight: "1.3" },
      h2: { fontSize: sizes.md, lineHeight: "1.45" },
      h3: { fontSize: sizes.sm, lineHeight: "1.45" },
    },
  },
  shadows: {
    sm: "0 1px 2px rgb(16 20 30 / 6%)",
    md: "0 4px 16px rgb(16 20 30 / 10%)",
    xl: "0 12px 40px rgb(16 20 30 / 18%)",
  },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: 28 } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: "md", size: 480, transitionProps: fadeMs },
    }),
    Drawer: Drawer.extend({ defaultProps: { transitionProps: { duration: 120 } } }),
    Menu: Menu.extend({
      defaultProps: { withInitialFocusPlaceholder: false, shadow: "md", transitionProps: fadeMs, radius: "md" },
    }),
    Select: Select.extend({
      defaultProps: { allowDeselect: false, checkIconPosition: "right", comboboxProps: { shadow: "md" } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: fadeMs, radius: 6 } }),
  },
});

const shared = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-anchor": "var(--accent-ink)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-gray-text": "var(--ink-2)",
  "--mantine-color-gray-light-hover": "var(--hover)",
  "--mantine-color-red-text": "var(--bad)",
};

/** Mantine's own colour variables point at the tokens of tokens.css. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
