import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";

const themes: Record<string, { label: string; scheme: MantineColorScheme }> = {
  light: { label: "Light", scheme: "light" },
  dark: { label: "Dark", scheme: "dark" },
  auto: { label: "System", scheme: "auto" },
};

export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(themes[value]?.scheme ?? "auto")}>
      {Object.entries(themes).map(([value, { label }]) => (
        <Menu.RadioItem key={value} value={value}>
          {label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
