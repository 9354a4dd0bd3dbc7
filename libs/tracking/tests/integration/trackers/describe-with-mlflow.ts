import { describeWithServer } from '../describe-with-server.ts';
import { MLFLOW, mlflowServer, type MlflowServer } from './mlflow-server.ts';

/** A `describe` whose tests share an MLflow server on SQLite. */
export function describeWithMlflow(name: string, define: (mlflow: () => MlflowServer) => void): Promise<void> {
  return describeWithServer(name, { requirement: MLFLOW, create: mlflowServer }, define);
}
