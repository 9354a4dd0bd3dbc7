import type { Settings } from '../settings/settings.schema.ts';
import { aimService } from './aim-service.ts';
import { mlflowService } from './mlflow-service.ts';
import { SERVICE_NAMES, type Service, type ServiceName } from './part.ts';
import { redisService } from './redis-service.ts';

const MAKERS: Record<ServiceName, (settings: Settings) => Service> = {
  redis: redisService,
  aim: aimService,
  mlflow: mlflowService,
};

/** The services of the given names, or all, in a fixed order. */
export function servicesOf(settings: Settings, names: readonly ServiceName[] = SERVICE_NAMES): Service[] {
  return SERVICE_NAMES.filter((name) => names.includes(name)).map((name) => MAKERS[name](settings));
}
