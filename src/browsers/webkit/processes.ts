import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** The variable by which the processes of one browser are told from all others. */
export const PROFILE_VARIABLE = 'WHYCORS_BROWSER_PROFILE';

/**
 * All living processes that were started with this profile, the virtual display
 * among them. Most are no children of ours: xvfb-run and dbus-run-session stand between.
 */
export function processesOf(profile: string): number[] {
  const entry = `${PROFILE_VARIABLE}=${profile}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => environmentOf(id).includes(entry));
}

/** Whether a process runs this program. */
export function runs(id: number, program: string): boolean {
  try {
    return readlinkSync(`/proc/${id}/exe`) === realpathSync(program);
  } catch {
    return false;
  }
}

/** Empty for a process that has ended. */
function environmentOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    return '';
  }
}
