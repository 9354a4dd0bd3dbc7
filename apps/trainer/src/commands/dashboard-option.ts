import { Option } from 'commander';
import { wholeNumber } from '../parse-options.ts';

export interface DashboardFlag {
  /** True for a free port. */
  dashboard?: number | true;
}

export function dashboardOption(): Option {
  return new Option(
    '--dashboard [port]',
    'serve a page that shows and steers the run while it trains; on a free port where none is given',
  ).argParser(wholeNumber(0));
}
