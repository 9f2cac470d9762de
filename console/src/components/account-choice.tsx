import { Button, Group, Radio, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";

interface AccountChoiceProps {
  choices: { id: string; name: string }[];
  isPending: boolean;
  onChoose: (id: string) => void;
  /** Beside the button. */
  children?: ReactNode;
}

/** One of the accounts that a sign-in was made for. */
export function AccountChoice({ choices, isPending, onChoose, children }: AccountChoiceProps) {
  const [value, setValue] = useState<string>();
  return (
    <Stack gap={16}>
      <Radio.Group aria-label="Account" value={value ?? null} onChange={setValue}>
        <Stack gap={8}>
          {choices.map((one) => (
            <Radio key={one.id} value={one.id} label={one.name} />
          ))}
        </Stack>
      </Radio.Group>
      <Group gap={8}>
        <Button disabled={!value} loading={isPending} onClick={() => value && onChoose(value)}>
          Use this account
        </Button>
        {children}
      </Group>
    </Stack>
  );
}
