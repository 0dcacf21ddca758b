/** What is done about a signal that tells the service to end. At first there is nothing that has to end in order. */
let end = (_signal: string): void => process.exit(0);
let isListening = false;

/** Has SIGTERM and SIGINT do this from now on. */
export function onToldToEnd(action: (signal: string) => void): void {
  end = action;
  listen();
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(signal));
}

// Before anything else is loaded: who stops a service that only just starts must not hear that it died of it. For all
// other commands a signal is what it is for any program.
if (process.argv[2] === "serve") listen();
