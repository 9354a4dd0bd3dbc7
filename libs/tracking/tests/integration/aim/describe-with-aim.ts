import { describeWithServer } from '../describe-with-server.ts';
import { aimServer, initRepo, type AimServer } from './aim-server.ts';

/** A `describe` whose tests share an Aim server. */
export function describeWithAim(
  name: string,
  define: (aim: () => AimServer) => void,
  { basePath }: { basePath?: string } = {},
): Promise<void> {
  const create = async (programs: string, dir: string): Promise<AimServer> => {
    await initRepo(programs, dir);
    return aimServer(programs, dir, basePath);
  };
  return describeWithServer(name, { requirement: 'aim==3.29.1', create }, define);
}
