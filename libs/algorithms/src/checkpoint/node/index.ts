export { createFolderWriter, type FolderWriter } from './folders/folder-writer.ts';
export {
  describeDifferences,
  differencesBetween,
  provenanceOf,
  type Difference,
  type Provenance,
} from './provenance.ts';
export { readCheckpoint, type Checkpoint } from './read-checkpoint.ts';
export { ReplayJournal, type JournalChunk, type JournaledRing } from './replay-journal.ts';
export { writeCheckpoint, type CheckpointOptions, type WrittenCheckpoint } from './write-checkpoint.ts';
