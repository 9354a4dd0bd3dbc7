export { mainThreadMs } from './main-thread-ms.ts';
export { createTurns, type TurnCost, type Turns, type TurnsOptions } from './turns.ts';
