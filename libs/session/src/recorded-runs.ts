import { TrackingError, type RunRecord } from '@cartwheel/tracking';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';

/** The runs of a project folder (`./cartwheel-runs` by default), newest last; none where nothing was trained yet. */
export async function recordedRuns(out?: string): Promise<readonly RunRecord[]> {
  try {
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    return await record.store.runs();
  } catch (error) {
    if (error instanceof TrackingError && error.code === 'tracking/no-store') return [];
    throw error;
  }
}
