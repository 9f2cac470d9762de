import { useMediaQuery } from "@mantine/hooks";

/** Narrow enough for rows of two lines and a folded navigation. */
export function usePhone(): boolean {
  return useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false }) ?? false;
}
