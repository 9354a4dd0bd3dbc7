/* oxlint-disable import/no-unassigned-import -- to be loaded is all they are imported for */
/**
 * What checks load only when they need it. Nx compiles a generator that lies in the workspace while it loads it and no longer:
 * a module that came later would be read as it stands. So generators load everything at once.
 */
import '../check/run-check.ts';
import '../module-facts/create-facts-program.ts';
import '../module-facts/read-module-facts.ts';
import '../workspace/read-nx-workspace.ts';
