// Processes of browsers, which end with the tests.

import { once } from "node:events";

/** Gives what ends a process and then cleans up; both happen at the latest when this process ends. */
export function endWithUs(child, clean = () => {}) {
  const kill = () => {
    child.kill("SIGKILL");
    clean();
  };
  process.once("exit", kill);
  return async () => {
    process.off("exit", kill);
    if (child.exitCode == null && child.signalCode == null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    clean();
  };
}
