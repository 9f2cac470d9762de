const mark = "credenza-sign-in-window";

/** Opens at once, while the click still counts, and empty; `null` where the browser allows no window. */
export const openSignInWindow = (): Window | null => window.open("", "_blank", "popup,width=600,height=760");

/** Sends it to the vendor, who sends it back to the credential. */
export function sendToSignIn(opened: Window | null, url: string, credentialId: string): void {
  if (!opened) return;
  opened.sessionStorage.setItem(mark, credentialId);
  opened.opener = null;
  opened.location.assign(url);
}

/** This window was opened for the sign-in of this credential and has nothing else to do. */
export const isSignInWindowOf = (credentialId: string): boolean => sessionStorage.getItem(mark) === credentialId;
