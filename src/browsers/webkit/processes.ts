import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** The variable by which a browser's processes are told from others of the same program. */
export const PROFILE_VARIABLE = 'WHYCORS_BROWSER_PROFILE';

/**
 * The processes of this program that were started with this profile. xvfb-run and
 * dbus-run-session stand between us and them, so that they are no children of ours.
 */
export function browserProcesses(program: string, profile: string): number[] {
  const file = realpathSync(program);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => programOf(id) === file && environmentOf(id).includes(profile));
}

function programOf(id: number): string | null {
  try {
    return readlinkSync(`/proc/${id}/exe`);
  } catch {
    return null;
  }
}

function environmentOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1');
  } catch {
    return '';
  }
}
