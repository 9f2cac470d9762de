import { bearer, defineSystem, secret, text } from "credenza/define";

export default defineSystem({
  id: "night-shift",
  name: "Night Shift",
  category: "Other",
  color: "#224466",
  summary: "A private system that only this installation has.",
  destinations: {
    NIGHT_SHIFT: { name: "Night Shift", direction: "outgoing", baseUrl: "https://{team}.night-shift.test" },
  },
  credentialTypes: {
    NIGHT_SHIFT_TOKEN: {
      name: "Token",
      summary: "A token of one team.",
      fields: {
        team: text({ label: "Team", pattern: "^[a-z]+$" }),
        token: secret({ label: "Token" }),
      },
      authorize: bearer({ token: "{token}" }),
      examples: { fields: { team: "owls", token: "night-shift-token-of-owls" } },
    },
  },
});
