import { Input } from "@mantine/core";
import { CopyLine } from "../copy.tsx";

/** What has to be pasted at the vendor before its app works. */
export function RedirectUrl({ url }: { url: string }) {
  return (
    <Input.Wrapper
      label="Redirect URL"
      description="Register exactly this URL with the app, then copy its client id and secret."
      labelElement="div"
      inputWrapperOrder={["label", "description", "input"]}
    >
      <CopyLine value={url} what="Copy redirect URL" />
    </Input.Wrapper>
  );
}
